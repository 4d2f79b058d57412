using DeepIoT.DeviceProfiler.CommandLine;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class ProfilerArgumentsTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var (options, problems) = ProfilerArguments.Parse(
            ["--join", "https://hub:5443", "--name", "pi", "--board-class", "lab/pi4", "--threads", "1", "--cache", "/tmp/c", "--memory-limit", "400000000",
                "--cache-limit", "2GiB", "--token", "secret", "--label", "emulated",
                "--meter", "hwmon:ina219/power1", "--meter-factor", "1.02"]);

        Assert.Empty(problems);
        Assert.Equal(new Uri("https://hub:5443"), options.Coordinator);
        Assert.Equal(("secret", "emulated", 2L << 30), (options.Token, options.Label, options.CacheLimitBytes));
        Assert.Equal(("hwmon:ina219/power1", 1.02), (options.Meter, options.MeterFactor));
        Assert.Equal(("pi", "lab/pi4", 1, "/tmp/c", 400_000_000), (options.Name, options.BoardClass, options.Threads, options.CacheFolder, options.MemoryLimitBytes));
    }

    [Fact]
    public void No_option_at_all_is_a_board_on_loopback()
    {
        var (options, problems) = ProfilerArguments.Parse([]);

        Assert.Empty(problems);
        Assert.Equal(new Uri("http://127.0.0.1:5080"), options.Coordinator);
        Assert.Equal(Environment.MachineName, options.Name);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (_, problems) = ProfilerArguments.Parse(["--threads", "two", "--colour", "red", "--name", "a", "--name", "b", "--cache"]);

        Assert.Equal(["--threads", "--colour", "--name", "--cache"], problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.NotEqual("", problem.Remedy));
    }

    [Theory]
    [InlineData("500MB", 500_000_000)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("12", 12)]
    public void Bytes_are_written_with_their_unit_or_without(string text, long bytes) =>
        Assert.Equal(bytes, ProfilerArguments.Parse(["--cache-limit", text]).Options.CacheLimitBytes);

    [Theory]
    [InlineData("")]
    [InlineData("GiB")]
    [InlineData("0")]
    [InlineData("-1MB")]
    [InlineData("1.5GB")]
    [InlineData("1TB")]
    [InlineData("9999999999GiB")]
    public void What_is_no_number_of_bytes_is_a_problem(string text) =>
        Assert.Equal("--cache-limit", Assert.Single(ProfilerArguments.Parse(["--cache-limit", text]).Problems).Field);
}
