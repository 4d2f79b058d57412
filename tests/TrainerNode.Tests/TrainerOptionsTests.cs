using System.Diagnostics;

namespace DeepIoT.TrainerNode.Tests;

public sealed class TrainerOptionsTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "deepiot-options-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public void The_defaults_are_fine() =>
        Assert.Empty(TrainerOptionsCheck.Problems(new TrainerOptions { CacheFolder = Path.GetTempPath() }));

    [Fact]
    public void Every_problem_is_told_at_once_with_its_remedy()
    {
        File.WriteAllText(_folder, "a file where the folder should be");
        var problems = TrainerOptionsCheck.Problems(new TrainerOptions
        {
            Coordinator = new Uri("ftp://coordinator"),
            Seeds = ["nowhere"],
            Name = " ",
            Slots = 0,
            CacheFolder = _folder,
            ClusterHost = "0.0.0.0",
            ClusterPort = 70000,
            CoordinatorAbsence = TimeSpan.Zero,
            Health = new Uri("https://0.0.0.0:8080"),
        });
        File.Delete(_folder);

        Assert.Equal(
            ["CacheFolder", "ClusterHost", "ClusterPort", "Coordinator", "CoordinatorAbsence", "Health", "Name", "Seeds", "Slots"],
            problems.Select(problem => problem.Field).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Remedy));
    }

    [Theory]
    [InlineData("ClusterHost", "--ClusterHost", "0.0.0.0")]
    [InlineData("--Slots", "--Slots", "many")]
    [InlineData("--Seeds:0", "--Speed", "9")]
    public async Task What_the_user_got_wrong_ends_the_program_with_two_and_no_stack_trace(string told, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TrainerHost).Assembly.Location, "--CacheFolder", Path.GetTempPath(), .. arguments])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
