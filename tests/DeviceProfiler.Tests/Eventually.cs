using System.Diagnostics;

namespace DeepIoT.DeviceProfiler.Tests;

/// <summary>Waits for a condition, and fails by name when it does not come.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, $"waited {Patience.TotalSeconds} s in vain until {what}");
            await look.WaitForNextTickAsync();
        }
    }
}
