using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>
/// The cores that inferences are pinned to, written as the kernel writes them (`0-3,6`). On a board with big and little
/// cores it decides what a reading means, and so is part of the board class.
/// </summary>
public sealed partial record CoreSet
{
    private const int MostCores = 1024;

    private CoreSet(IReadOnlyList<int> cores) => Cores = cores;

    /// <summary>Numbers of the cores, ascending.</summary>
    public IReadOnlyList<int> Cores { get; }

    /// <summary>Null when the text is no list of cores.</summary>
    public static CoreSet? Parse(string text)
    {
        var cores = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Core(ends[0]) is not { } first || Core(ends[^1]) is not { } last || last < first) return null;
            cores.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return new([.. cores]);
    }

    public override string ToString()
    {
        var parts = new List<string>();
        for (var (i, next) = (0, 0); i < Cores.Count; i = next)
        {
            next = i + 1;
            while (next < Cores.Count && Cores[next] == Cores[next - 1] + 1) next++;
            parts.Add(next == i + 1 ? $"{Cores[i]}" : $"{Cores[i]}-{Cores[next - 1]}");
        }
        return string.Join(',', parts);
    }

    /// <summary>Pins every thread of this process, and with them all that they will start.</summary>
    /// <exception cref="InvalidOperationException">The machine has no such core, or this process may not use it.</exception>
    public void PinProcess()
    {
        var mask = new byte[MostCores / 8];
        foreach (var core in Cores) mask[core / 8] |= (byte)(1 << (core % 8));
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            if (SetAffinity(int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), (nuint)mask.Length, mask) != 0 && Directory.Exists(task))
                throw new InvalidOperationException($"inferences cannot be pinned to the cores {this} (errno {Marshal.GetLastPInvokeError()})");
        }
    }

    private static int? Core(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var core) && core < MostCores ? core : null;

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint bytes, byte[] mask);
}
