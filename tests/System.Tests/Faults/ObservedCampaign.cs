using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Faults;

/// <summary>What a client saw of one campaign from its submission to its end, through whatever happened meanwhile.</summary>
internal sealed class ObservedCampaign(GrpcChannel channel)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
    private static readonly string Samples = Path.Combine(Repository.Root, "samples", "digits");

    private readonly Campaigns.CampaignsClient _campaigns = new(channel);
    private readonly List<CampaignEvent> _events = [];
    private readonly List<Silence> _silences = [];

    /// <summary>Of a submission that was acknowledged.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Every stored event, in the order in which they came.</summary>
    public IReadOnlyList<CampaignEvent> Events => _events;

    public int Reconnects { get; private set; }

    /// <summary>The times for which a question about the campaign had no answer.</summary>
    public IReadOnlyList<Silence> Silences => _silences;

    public ResultsReply Results { get; private set; } = new();

    /// <summary>Waits until its submission is acknowledged.</summary>
    public async Task TakenAsync(CancellationToken deadline)
    {
        while (Id == "")
            await Task.Delay(Pause, deadline);
    }

    /// <summary>Submits, follows to the end, and asks for the results.</summary>
    public async Task RunAsync(int trials, ulong seed, CancellationToken deadline)
    {
        await SubmitAsync(trials, seed, deadline);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        var asking = AskAsync(ended.Token);
        await FollowAsync(deadline);
        await ended.CancelAsync();
        await asking;
        Results = await ThroughFaultsAsync(
            () => _campaigns.ResultsAsync(new ResultsRequest { CampaignId = Id }, cancellationToken: deadline).ResponseAsync, deadline);
    }

    private async Task SubmitAsync(int trials, ulong seed, CancellationToken deadline)
    {
        var artifacts = new ArtifactClient(channel, TransferRetry.Endless);
        var model = await artifacts.UploadAsync(Path.Combine(Samples, "digits.onnx"), "digits.onnx", deadline);
        var data = await artifacts.UploadAsync(Path.Combine(Samples, "digits.csv.gz"), "digits.csv.gz", deadline);
        var request = new SubmitRequest
        {
            SubmissionId = Guid.NewGuid().ToString(),
            Spec = new CampaignSpec
            {
                Name = "digits",
                Model = model,
                Data = new DataSpec { Format = DataFormat.Csv, Train = new DataPart { Inputs = data }, TestShare = 0.2, Scale = 0.0625 },
                Task = Protocol.V1.Task.Classification,
                MaxDropPoints = 1,
                Targets = { new Target { Kind = TargetKind.Size, Share = 0.2 } },
                Search = new SearchSpec { Method = "taylor", Trials = trials, Epochs = 8, Iterations = 1500, Seed = seed },
            },
        };
        Id = (await ThroughFaultsAsync(() => _campaigns.SubmitAsync(request, cancellationToken: deadline).ResponseAsync, deadline)).CampaignId;
    }

    private async Task FollowAsync(CancellationToken deadline)
    {
        while (_events is not [.., { KindCase: CampaignEvent.KindOneofCase.StateChanged, StateChanged: >= CampaignState.Completed and <= CampaignState.Failed }])
        {
            var offset = _events is [.., var last] ? last.Offset : 0;
            using var watch = _campaigns.Watch(new WatchRequest { CampaignId = Id, FromOffset = offset }, cancellationToken: deadline);
            try
            {
                await foreach (var happened in watch.ResponseStream.ReadAllAsync(deadline))
                {
                    if (happened.KindCase != CampaignEvent.KindOneofCase.Progress)
                        _events.Add(happened);
                }
            }
            catch (RpcException e) when (MayPass(e) && !deadline.IsCancellationRequested)
            {
                Reconnects++;
                await Task.Delay(Pause, deadline);
            }
        }
    }

    private async Task AskAsync(CancellationToken ended)
    {
        var asked = DateTimeOffset.UtcNow;
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await _campaigns.GetAsync(new GetRequest { CampaignId = Id }, cancellationToken: ended);
                if (DateTimeOffset.UtcNow - asked is var length && length > Pause)
                    _silences.Add(new Silence(asked, length));
                await Task.Delay(Pause, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                asked = DateTimeOffset.UtcNow;
            }
            catch (RpcException e) when (MayPass(e) || ended.IsCancellationRequested)
            {
                await Task.Delay(Pause, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<T> ThroughFaultsAsync<T>(Func<Task<T>> call, CancellationToken deadline)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (MayPass(e) && !deadline.IsCancellationRequested)
            {
                await Task.Delay(Pause, deadline);
            }
        }
    }

    // What a broken connection looks like, and a coordinator that has not got over a fault in time: all calls may be repeated.
    private static bool MayPass(RpcException e) =>
        e.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable or StatusCode.Aborted or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled;
}
