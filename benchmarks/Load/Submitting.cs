using System.Collections.Concurrent;
using System.Diagnostics;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Load;

/// <summary>Submits campaigns over gRPC, as the command does, and takes the time of each call.</summary>
internal sealed class Submitting(CoordinatorProcess coordinator, LoadOptions options)
{
    private readonly ConcurrentBag<string> _campaigns = [];

    public IReadOnlyCollection<string> Campaigns => _campaigns;

    /// <returns>Milliseconds of each submission.</returns>
    public async Task<IReadOnlyCollection<double>> RoundAsync(int campaigns)
    {
        var milliseconds = new ConcurrentBag<double>();
        var spec = await Spec();
        await Parallel.ForAsync(0, campaigns, new ParallelOptions { MaxDegreeOfParallelism = options.Submitters }, async (_, cancellation) =>
        {
            var request = new SubmitRequest { Spec = spec, SubmissionId = Guid.NewGuid().ToString() };
            var begun = Stopwatch.GetTimestamp();
            var reply = await coordinator.Campaigns.SubmitAsync(request, cancellationToken: cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            _campaigns.Add(reply.CampaignId);
        });
        return milliseconds;
    }

    private async Task<CampaignSpec> Spec()
    {
        var artifacts = new ArtifactClient(coordinator.Channel);
        return new CampaignSpec
        {
            Name = "simulated",
            Model = await artifacts.UploadAsync(new byte[] { 1 }, "simulated", default),
            Data = new DataSpec { Format = DataFormat.Npz, TestShare = 0.2, Train = new DataPart { Inputs = await artifacts.UploadAsync(new byte[] { 2 }, "simulated", default) } },
            Task = Protocol.V1.Task.Classification,
            MaxDropPoints = 0.5,
            Targets = { new Target { Kind = TargetKind.Size, Share = 0.1 } },
            Search = new SearchSpec { Method = "auto", Trials = options.Trials, Epochs = 5, Seed = 7 },
        };
    }
}
