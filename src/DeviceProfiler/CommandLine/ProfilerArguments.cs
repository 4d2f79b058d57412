using System.Globalization;
using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>The agent's own small command line: `--option value` pairs, each at most once.</summary>
internal static class ProfilerArguments
{
    public const string Help = """
        deepiot-profiler: attaches this machine as a board and measures the models it is given.

          --join URL            where the coordinator listens (default http://127.0.0.1:5080)
          --token TOKEN         what a coordinator asks for, over https only (default: $DEEPIOT_TOKEN)
          --name NAME           stable name of this board (default: host name)
          --board-class CLASS   what makes its readings comparable (default: soc/os/runtime/threads, and cores if pinned)
          --label WORD          a word at the end of its class, such as emulated, that its figures carry everywhere
          --threads N           threads inside one inference (default 1)
          --cores LIST          pins inferences to these cores, such as 4-7 (default: the system chooses)
          --state FOLDER        where its credential is kept, when TOKEN is an invitation (default ~/.deepiot/board-state)
          --cache FOLDER        where models are kept (default ~/.deepiot/board-cache)
          --cache-limit BYTES   models used least recently leave the cache above it (default 1GiB)
          --memory-limit BYTES  memory of one job (default: three quarters of the board's)
          --meter METER         meters energy: a sensor's name, a profile FILE.yaml, or none (default: the best sensor found)
          --meter-factor F      calibration factor of that meter (default: 1, or the profile's)

        Or, instead of attaching:

          --check               shows what this machine has of what measuring needs, and what follows from the rest
          --list-meters         shows the power sensors of this machine, and why any of them cannot be read
          --try-meter METER     reads one for five seconds and shows what it says
          --measure FILE        measures an ONNX model on this machine, without a coordinator, and shows its median; of a
                                folder every model in it, one line each. --label WORD may follow

        BYTES is a number, or one with a unit: KB, MB, GB (powers of 1000) or KiB, MiB, GiB. A command line can be
        seen by everybody on the machine; where that matters, put the token into the environment variable.

        Example: deepiot-profiler --join https://hub.lab:5443 --token TOKEN --name kitchen-pi
        """;

    /// <summary>The options, and everything on the command line that is none.</summary>
    public static (ProfilerOptions Options, IReadOnlyList<Problem> Problems) Parse(string[] args)
    {
        var (options, problems, seen) = (new ProfilerOptions(), new List<Problem>(), new HashSet<string>());
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                problems.Add(Of(args[i], i + 1 == args.Length ? "has no value" : "is no option", "options come in pairs: --name VALUE"));
            else if (!seen.Add(args[i]))
                problems.Add(Of(args[i], "is given twice", "give it once"));
            else if (!Set(options, args[i], args[i + 1]))
                problems.Add(Of(args[i], $"`{args[i + 1]}` cannot be used, or there is no such option", "see --help"));
        }
        return (options, problems);
    }

    private static bool Set(ProfilerOptions options, string name, string value)
    {
        switch (name)
        {
            case "--join": options.Coordinator = new(value); return true;
            case "--token": options.Token = value; return true;
            case "--name": options.Name = value; return true;
            case "--board-class": options.BoardClass = value; return true;
            case "--label": options.Label = value; return true;
            case "--threads" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads): options.Threads = threads; return true;
            case "--cores": options.Cores = value; return true;
            case "--state": options.StateFolder = value; return true;
            case "--cache": options.CacheFolder = value; return true;
            case "--cache-limit" when ByteCount.TryParse(value, out var most): options.CacheLimitBytes = most; return true;
            case "--memory-limit" when ByteCount.TryParse(value, out var bytes): options.MemoryLimitBytes = bytes; return true;
            case "--meter": options.Meter = value; return true;
            case "--meter-factor" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor): options.MeterFactor = factor; return true;
            default: return false;
        }
    }

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
