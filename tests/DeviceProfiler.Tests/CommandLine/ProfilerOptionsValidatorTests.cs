namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class ProfilerOptionsValidatorTests : Scratch
{
    [Fact]
    public void The_defaults_are_fine() =>
        Assert.Empty(ProfilerOptionsValidator.Validate(new() { CacheFolder = Folder }));

    [Fact]
    public void All_problems_are_told_with_field_reason_and_remedy()
    {
        File.WriteAllText(Path.Combine(Folder, "file"), "");
        var problems = ProfilerOptionsValidator.Validate(new()
        {
            Coordinator = new("file:///etc"),
            Name = "a\tb",
            BoardClass = "two words",
            Label = "Not One",
            Threads = 100_000,
            Cores = "0-9999",
            MeterFactor = -1,
            CacheFolder = Path.Combine(Folder, "file", "cache"),
            CacheLimitBytes = 0,
            MemoryLimitBytes = 1,
            DrainLimit = TimeSpan.FromSeconds(-1),
        });

        Assert.Equal(
            ["join", "name", "board-class", "label", "threads", "cores", "meter-factor", "cache", "cache-limit", "memory-limit", "drain-limit"],
            problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.True(problem.Reason.Length > 0 && problem.Remedy.Length > 0));
    }

    [Fact]
    public void A_token_never_travels_unencrypted()
    {
        ProfilerOptions options = new() { CacheFolder = Folder, Token = "secret" };
        var problem = Assert.Single(ProfilerOptionsValidator.Validate(options));
        Assert.Equal("token", problem.Field);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);

        options.Coordinator = new("https://hub:5443");
        Assert.Empty(ProfilerOptionsValidator.Validate(options));
    }

    [Fact]
    public void Looking_at_the_cache_folder_leaves_nothing_in_it()
    {
        ProfilerOptionsValidator.Validate(new() { CacheFolder = Folder });

        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }
}
