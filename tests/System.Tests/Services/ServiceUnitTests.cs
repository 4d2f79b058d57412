using System.Diagnostics;
using System.Runtime.Versioning;
using DeepIoT.Coordinator;
using DeepIoT.TrainerNode;

namespace DeepIoT.SystemTests.Services;

/// <summary>The units in deploy/systemd against what systemd and the programs know.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServiceUnitTests : IDisposable
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-units-").FullName;

    [SkippableTheory]
    [InlineData("deepiot-coordinator", "DeepIoT.Coordinator")]
    [InlineData("deepiot-trainer", "DeepIoT.TrainerNode")]
    [InlineData("deepiot-profiler", "deepiot-profiler")]
    public void Systemd_takes_the_unit_without_a_remark_and_it_starts_what_we_publish(string unit, string program)
    {
        var text = File.ReadAllText(Unit(unit));
        var executable = $"/opt/{unit}/{program}";
        Assert.Contains($"ExecStart={executable}", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, program + ".dll")), $"no project makes {program}");

        Assert.Equal("", Remarks(unit, text, executable));
    }

    [SkippableFact]
    public void A_key_that_systemd_does_not_know_is_found()
    {
        var text = File.ReadAllText(Unit("deepiot-coordinator")).Replace("ProtectClock", "ProtectClok", StringComparison.Ordinal);

        Assert.Contains("ProtectClok", Remarks("deepiot-coordinator", text, "/opt/deepiot-coordinator/DeepIoT.Coordinator"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deepiot-coordinator", "DEEPIOT_COORDINATOR_", typeof(CoordinatorOptions))]
    [InlineData("deepiot-trainer", "DEEPIOT_TRAINER_", typeof(TrainerOptions))]
    public void Every_variable_of_a_unit_and_of_its_example_is_an_option(string unit, string prefix, Type options)
    {
        var names = File.ReadLines(Unit(unit)).Select(line => line.TrimStart('#', ' '))
            .Select(line => line.StartsWith("Environment=", StringComparison.Ordinal) ? line["Environment=".Length..] : line)
            .Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..].Split('=')[0].Split("__")[0]).ToArray();

        Assert.True(names.Length > 3);
        Assert.All(names, name => Assert.NotNull(options.GetProperty(name)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Unit(string unit) => Path.Combine(Repository.Root, "deploy", "systemd", unit + ".service");

    // It asks whether what the unit starts is there.
    private string Remarks(string unit, string text, string executable)
    {
        Skip.IfNot(File.Exists(Analyze), "systemd-analyze is needed: apt-get install systemd");
        var installed = _folder + executable;
        Directory.CreateDirectory(Path.GetDirectoryName(installed)!);
        File.WriteAllText(installed, "");
        File.SetUnixFileMode(installed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var file = Path.Combine(_folder, unit + ".service");
        File.WriteAllText(file, text.Replace(executable, installed, StringComparison.Ordinal));
        using var analyze = Process.Start(new ProcessStartInfo(Analyze, ["verify", "--man=no", file]) { RedirectStandardError = true })!;
        var remarks = analyze.StandardError.ReadToEnd();
        analyze.WaitForExit();
        return remarks;
    }
}
