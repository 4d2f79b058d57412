using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Processes;

/// <summary>A campaign on the digits that ship with the repository, seen through the coordinator's gRPC services.</summary>
internal sealed class DigitsCampaign(GrpcChannel channel) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10), Pause = TimeSpan.FromSeconds(0.5);
    private static readonly string Samples = Path.Combine(Repository.Root, "samples", "digits");

    private readonly Campaigns.CampaignsClient _campaigns = new(channel);
    private readonly CancellationTokenSource _deadline = new(Deadline);
    private long _offset;
    private AsyncServerStreamingCall<CampaignEvent>? _watching;

    public string Id { get; private set; } = "";

    /// <param name="target">A fifth of the parameters when null.</param>
    public async Task SubmitAsync(SearchSpec search, Target? target = null, string name = "digits")
    {
        // Waits for a coordinator that is still starting.
        var artifacts = new ArtifactClient(channel, TransferRetry.Endless);
        var model = await artifacts.UploadAsync(Path.Combine(Samples, "digits.onnx"), "digits.onnx", _deadline.Token);
        var data = await artifacts.UploadAsync(Path.Combine(Samples, "digits.csv.gz"), "digits.csv.gz", _deadline.Token);
        var spec = new CampaignSpec
        {
            Name = name,
            Model = model,
            Data = new DataSpec { Format = DataFormat.Csv, Train = new DataPart { Inputs = data }, TestShare = 0.2, Scale = 0.0625 },
            Task = Protocol.V1.Task.Classification,
            MaxDropPoints = 1,
            Targets = { target ?? new Target { Kind = TargetKind.Size, Share = 0.2 } },
            Search = search,
        };
        Id = await SubmittedAsync(new SubmitRequest { Spec = spec, SubmissionId = Guid.NewGuid().ToString() });
        Watch();
    }

    // Artifacts are taken before campaigns answer; with the same id it is the same submission.
    private async Task<string> SubmittedAsync(SubmitRequest request)
    {
        while (true)
        {
            try
            {
                return (await _campaigns.SubmitAsync(request, cancellationToken: _deadline.Token)).CampaignId;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(Pause, _deadline.Token);
            }
        }
    }

    /// <summary>Watches what is new since the last event, from a coordinator that starts again.</summary>
    public async Task WatchAgainAsync()
    {
        await new ArtifactClient(channel, TransferRetry.Endless).UploadAsync(new byte[] { 1 }, "a sign of life", _deadline.Token);
        _watching!.Dispose();
        Watch();
    }

    /// <summary>The next event that is wanted; those before it are gone.</summary>
    public async Task<CampaignEvent> NextAsync(Func<CampaignEvent, bool> wanted)
    {
        await foreach (var next in _watching!.ResponseStream.ReadAllAsync(_deadline.Token))
        {
            _offset = next.Offset;
            if (wanted(next))
                return next;
        }
        throw new InvalidOperationException("The campaign ended before what was waited for");
    }

    public async Task<ResultsReply> ResultsAsync() =>
        await _campaigns.ResultsAsync(new ResultsRequest { CampaignId = Id }, cancellationToken: _deadline.Token);

    public async Task<Campaign> GetAsync() =>
        await _campaigns.GetAsync(new GetRequest { CampaignId = Id }, cancellationToken: _deadline.Token);

    public async Task CancelAsync() =>
        await _campaigns.CancelAsync(new CancelRequest { CampaignId = Id }, cancellationToken: _deadline.Token);

    public void Dispose()
    {
        _watching?.Dispose();
        _deadline.Dispose();
    }

    private void Watch() =>
        _watching = _campaigns.Watch(new WatchRequest { CampaignId = Id, FromOffset = _offset }, cancellationToken: _deadline.Token);
}
