using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Boards.Health;

/// <summary>A small network that comes with the coordinator and never changes within a version, stored as an artifact for boards to fetch.</summary>
internal sealed class ReferenceModel(ArtifactFolder artifacts)
{
    private const string Resource = "reference.onnx";

    // Wide enough to be reached soon, and far narrower than what tells a sick board.
    private const double IntervalShare = 0.05;

    private static readonly TimeSpan LongestMeasuring = TimeSpan.FromSeconds(3);

    /// <summary>Null when the options want no reference runs.</summary>
    public ReferencePlan? Plan(CoordinatorOptions options)
    {
        if (options.MeasuresLast || options.ReferenceInterval == TimeSpan.Zero)
            return null;
        var limit = options.MeasuringLimit < LongestMeasuring ? options.MeasuringLimit : LongestMeasuring;
        var protocol = new MeasuringProtocol { Batch = 1, IntervalShare = IntervalShare, TimeLimit = Duration.FromTimeSpan(limit) };
        return new ReferencePlan(Store(), protocol, options.ReferenceInterval, options.ReferenceRetry);
    }

    private string Store()
    {
        using var content = new MemoryStream();
        using var resource = typeof(ReferenceModel).Assembly.GetManifestResourceStream(Resource)!;
        resource.CopyTo(content);
        // At start, before anything is served: nobody waits on this thread.
        return artifacts.PutAsync(content.ToArray(), "reference.onnx").GetAwaiter().GetResult().Sha256;
    }
}
