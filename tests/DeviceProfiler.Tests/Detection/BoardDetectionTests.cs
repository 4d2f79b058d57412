using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;
using DeepIoT.DeviceProfiler.Tests.Conditions;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Tests.Detection;

public sealed class BoardDetectionTests
{
    [Fact]
    public void A_single_board_computer_is_described_by_its_device_tree_and_files()
    {
        using var pi = MadeUpSystem.RaspberryPi();

        var board = BoardDetection.Describe(pi.Files, "kitchen", boardClass: null, threads: 2);

        Assert.Equal("kitchen", board.Name);
        Assert.Equal("Raspberry Pi 4 Model B Rev 1.4", board.Soc);
        Assert.Equal(3884328L * 1024, board.MemoryBytes);
        Assert.Equal("Debian GNU/Linux 12 (bookworm)", board.Os);
        Assert.Equal("6.6.31+rpt-rpi-v8", board.Kernel);
        Assert.Equal("ondemand", board.Governor);
        Assert.Equal("none", board.EnergyTier);
        Assert.Equal(2, board.Threads);
        Assert.Matches(@"^\d+\.\d+\.\d+$", board.RuntimeVersion);
        Assert.Equal($"raspberry-pi-4-model-b-rev-1-4/linux-{board.Architecture}/ort-{board.RuntimeVersion}/threads-2", board.BoardClass);
        Assert.False(board.Simulated);
    }

    [Fact]
    public void A_server_is_named_by_its_processor()
    {
        using var server = MadeUpSystem.Server();

        Assert.Equal("Intel(R) Xeon(R) CPU @ 2.20GHz", BoardDetection.Describe(server.Files, "s", null, 1).Soc);
    }

    [Fact]
    public void Big_and_little_cores_are_told_apart_and_what_they_share_counts_once()
    {
        using var board = new MadeUpSystem();
        for (var core = 0; core < 6; core++)
        {
            var (big, path) = (core >= 4, $"sys/devices/system/cpu/cpu{core}");
            board.With($"{path}/cpu_capacity", big ? "1024\n" : "485\n")
                .With($"{path}/cpufreq/cpuinfo_max_freq", big ? "2016000\n" : "1512000\n")
                .With($"{path}/cpufreq/scaling_governor", "schedutil\n")
                .With($"{path}/cache/index0/level", "1\n").With($"{path}/cache/index0/type", "Data\n")
                .With($"{path}/cache/index0/size", "32K\n").With($"{path}/cache/index0/shared_cpu_list", $"{core}\n")
                .With($"{path}/cache/index2/level", "2\n").With($"{path}/cache/index2/type", "Unified\n")
                .With($"{path}/cache/index2/size", big ? "1024K\n" : "512K\n").With($"{path}/cache/index2/shared_cpu_list", big ? "4-5\n" : "0-3\n");
        }

        var description = BoardDetection.Describe(board.With("sys/devices/system/cpu/cpufreq/policy0/x", "").Files, "s", null, 1);

        Assert.Equal(
            [new CoreCluster { Cores = "0-3", MaxMhz = 1512, Capacity = 485, Governor = "schedutil" }, new CoreCluster { Cores = "4-5", MaxMhz = 2016, Capacity = 1024, Governor = "schedutil" }],
            description.Clusters);
        Assert.Equal(
            [
                new Cache { Level = 1, Kind = "data", Bytes = 32 * 1024, Count = 6 },
                new Cache { Level = 2, Kind = "unified", Bytes = 512 * 1024, Count = 1 },
                new Cache { Level = 2, Kind = "unified", Bytes = 1024 * 1024, Count = 1 },
            ],
            description.Caches);
    }

    [Fact]
    public void What_the_system_does_not_tell_of_its_processor_is_absent_and_not_zero()
    {
        using var quiet = new MadeUpSystem().With("sys/devices/system/cpu/cpu0/online", "1").With("sys/devices/system/cpu/cpu1/online", "1");

        var board = BoardDetection.Describe(quiet.Files, "s", null, 1);

        var cluster = Assert.Single(board.Clusters);
        Assert.Equal(("0-1", false, false, ""), (cluster.Cores, cluster.HasMaxMhz, cluster.HasCapacity, cluster.Governor));
        Assert.Empty(board.Caches);
        Assert.Empty(board.PowerSensors);
    }

    [Fact]
    public void Thermometers_are_named_by_their_zones_and_else_by_their_chips()
    {
        using var pi = MadeUpSystem.RaspberryPi();
        using var server = MadeUpSystem.Server();

        Assert.Equal(["cpu-thermal", "battery"], BoardDetection.Describe(pi.Files, "s", null, 1).Thermometers);
        Assert.Equal(["coretemp"], BoardDetection.Describe(server.Files, "s", null, 1).Thermometers);
    }

    [Fact]
    public void The_owners_word_for_the_class_is_taken_as_it_is()
    {
        using var pi = MadeUpSystem.RaspberryPi();

        Assert.Equal("lab/pi4", BoardDetection.Describe(pi.Files, "s", "lab/pi4", 1).BoardClass);
    }

    [Fact]
    public void A_label_ends_the_class_whoever_made_it()
    {
        using var pi = MadeUpSystem.RaspberryPi();

        Assert.Equal("lab/pi4/emulated", BoardDetection.Describe(pi.Files, "s", "lab/pi4", 1, label: "emulated").BoardClass);
        Assert.EndsWith("/threads-1/emulated", BoardDetection.Describe(pi.Files, "s", null, 1, label: "emulated").BoardClass, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_describes_itself_the_same_way_twice()
    {
        var files = new SystemFiles();

        Assert.Equal(BoardDetection.Describe(files, "me", null, 1), BoardDetection.Describe(files, "me", null, 1));
    }

    [Theory]
    [InlineData("AMD EPYC", "amd-epyc")]
    [InlineData("Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "intel-core-i7-8650u-cpu-1-90ghz")]
    [InlineData("linux,dummy-virt", "linux-dummy-virt")]
    [InlineData("  NVIDIA Jetson Orin™ Nano  ", "nvidia-jetson-orin-nano")]
    [InlineData("!?", "unknown")]
    public void Names_become_slugs(string name, string slug) =>
        Assert.Equal(slug, BoardClass.Slug(name));
}
