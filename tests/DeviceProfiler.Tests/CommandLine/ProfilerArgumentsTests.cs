using DeepIoT.DeviceProfiler.CommandLine;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

public sealed class ProfilerArgumentsTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var (options, problems) = ProfilerArguments.Parse(
            ["--coordinator", "https://hub:5443", "--name", "pi", "--board-class", "lab/pi4", "--threads", "1", "--cache", "/tmp/c", "--memory-limit", "400000000",
                "--meter", "hwmon:ina219/power1", "--meter-factor", "1.02"]);

        Assert.Empty(problems);
        Assert.Equal(new Uri("https://hub:5443"), options.Coordinator);
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
}
