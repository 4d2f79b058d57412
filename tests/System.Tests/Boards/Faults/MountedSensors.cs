using System.Diagnostics;
using System.Globalization;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>A SIMULATED power sensor in the place where Linux has them, seen by one program alone, in mounts of its own.</summary>
internal sealed class MountedSensors : IAsyncDisposable
{
    private readonly string _folder;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _changing;

    private MountedSensors(string folder)
    {
        _folder = folder;
        _changing = ChangeAsync();
    }

    /// <summary>Starts a program that sees the sensor.</summary>
    public string[] Launcher => Mounting(_folder);

    /// <summary>Skips the test where the system does not let it mount anything.</summary>
    public static async Task<MountedSensors> CreateAsync(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "hwmon0"));
        await File.WriteAllTextAsync(Path.Combine(folder, "hwmon0", "name"), "ina219\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "hwmon0", "power1_input"), "2500000\n");
        string[] trial = [.. Mounting(folder), "test", "-f", "/sys/class/hwmon/hwmon0/name"];
        using var mount = Process.Start(new ProcessStartInfo(trial[0], trial[1..]) { RedirectStandardError = true });
        await mount!.WaitForExitAsync();
        Skip.If(mount.ExitCode != 0, "mounting a simulated sensor needs root and its own mounts (unshare --mount)");
        return new MountedSensors(folder);
    }

    /// <summary>As when a driver is unloaded.</summary>
    public void Vanish()
    {
        _end.Cancel();
        Directory.Delete(Path.Combine(_folder, "hwmon0"), recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _changing;
        _end.Dispose();
    }

    private static string[] Mounting(string folder) =>
    [
        "unshare", "--mount", "sh", "-c",
        "mount -t tmpfs none /sys/class && mkdir /sys/class/hwmon && mount --bind \"$1\" /sys/class/hwmon && shift && exec \"$@\"", "sh", folder,
    ];

    // A sensor that reads the same for seconds is taken for stuck.
    private async Task ChangeAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var power = 2_500_000 + Random.Shared.Next(10_000);
                await File.WriteAllTextAsync(Path.Combine(_folder, "next"), power.ToString(CultureInfo.InvariantCulture) + "\n", _end.Token);
                File.Move(Path.Combine(_folder, "next"), Path.Combine(_folder, "hwmon0", "power1_input"), overwrite: true);
                await Task.Delay(5, _end.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // It has vanished, or the test is over.
        }
    }
}
