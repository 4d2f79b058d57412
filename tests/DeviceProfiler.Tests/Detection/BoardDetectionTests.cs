using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Detection;
using DeepIoT.DeviceProfiler.Tests.Conditions;

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
