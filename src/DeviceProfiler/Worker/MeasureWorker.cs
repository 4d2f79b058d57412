using DeepIoT.DeviceProfiler.Worker.Wire;
using Google.Protobuf;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>
/// The child process that measures one model. Reads a <see cref="WorkerJob"/> from stdin, writes a
/// <see cref="WorkerReply"/> to stdout, and leaves when stdin ends, because then the agent is gone.
/// </summary>
public static class MeasureWorker
{
    /// <summary>The hidden verb by which a program starts itself as a worker: `PROGRAM measure-worker`.</summary>
    public const string Verb = "measure-worker";

    private const int UserMistake = 2, Abandoned = 3;

    public static int Run(string[] args)
    {
        using var stdin = Console.OpenStandardInput();
        using var stdout = Console.OpenStandardOutput();
        ProcessLimits.LeadOwnGroup();
        ProcessLimits.PreferAsVictim();
        if (args.Length > 0 || ReadJob(stdin) is not { } job)
        {
            Console.Error.WriteLine($"{Verb} is started by the agent with a job on stdin; to measure a model use `deepiot measure MODEL.onnx`");
            return UserMistake;
        }
        NoNetwork.Enter();
        ProcessLimits.LimitMemory(job.MemoryLimitBytes);
        CoreSet.Parse(job.Board.PinnedCores)?.PinProcess();
        LeaveWhenEnded(stdin);
        ModelMeasurement.Take(job, TimeProvider.System).GetAwaiter().GetResult().WriteDelimitedTo(stdout);
        return 0;
    }

    private static WorkerJob? ReadJob(Stream stdin)
    {
        try
        {
            return WorkerJob.Parser.ParseDelimitedFrom(stdin);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static void LeaveWhenEnded(Stream stdin) => new Thread(() =>
    {
        while (stdin.ReadByte() >= 0)
        {
        }
        Environment.Exit(Abandoned);
    })
    { IsBackground = true, Name = "agent watch" }.Start();
}
