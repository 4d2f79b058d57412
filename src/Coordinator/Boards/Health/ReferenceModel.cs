using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>A small network that comes with the coordinator and never changes within a version, stored as an artifact for boards to fetch.</summary>
internal sealed partial class ReferenceModel(ArtifactIntake artifacts, ILogger<ReferenceModel> log)
{
    private const string Resource = "reference.onnx";

    // Wide enough to be reached soon, and far narrower than what tells a sick board.
    private const double IntervalShare = 0.05;

    private static readonly TimeSpan LongestMeasuring = TimeSpan.FromSeconds(3);

    // Time enough for any store that works; a start waits no longer for one that does not.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Null when the options want no reference runs.</summary>
    public ReferencePlan? Plan(CoordinatorOptions options)
    {
        if (options.MeasuresLast || options.ReferenceInterval == TimeSpan.Zero)
            return null;
        var limit = options.MeasuringLimit < LongestMeasuring ? options.MeasuringLimit : LongestMeasuring;
        var protocol = new MeasuringProtocol { Batch = 1, IntervalShare = IntervalShare, TimeLimit = Duration.FromTimeSpan(limit) };
        return new ReferencePlan(Store(), protocol, options.ReferenceInterval, options.ReferenceRetry);
    }

    /// <summary>What it is stored by, here and in any coordinator of this version.</summary>
    public static string Sha256OfModel { get; } = Sha256.Of(Content());

    private string Store()
    {
        var bytes = Content();
        // At start, before anything is served: nobody else waits on this thread.
        Task.Run(() => StoreAsync(bytes)).Wait(FirstWait);
        return Sha256OfModel;
    }

    private static byte[] Content()
    {
        using var content = new MemoryStream();
        using var resource = typeof(ReferenceModel).Assembly.GetManifestResourceStream(Resource)!;
        resource.CopyTo(content);
        return content.ToArray();
    }

    private async Task StoreAsync(byte[] content)
    {
        while (true)
        {
            try
            {
                await artifacts.PutAsync(content, Resource);
                return;
            }
            // A store that is away, a full disk, or another coordinator that is just storing it.
            catch (Exception e) when (e is StoreUnavailableException or DiskFullException or IOException)
            {
                LogNotStored(e);
                await Task.Delay(Pause);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reference model is not stored yet")]
    private partial void LogNotStored(Exception e);
}
