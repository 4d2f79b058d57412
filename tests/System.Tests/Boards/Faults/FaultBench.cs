using System.Collections.Concurrent;
using DeepIoT.Compression.Onnx;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Google.Protobuf;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards.Faults;

/// <summary>A coordinator as a real process, a scripted trainer, and agents as real processes that tests do harm to.</summary>
public sealed class FaultBench : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<ArtifactRef>> _candidates = [];
    private readonly TimeSpan _patience;
    private ScriptedTrainer? _trainer;

    public FaultBench()
        : this(new LocalCluster(), TimeSpan.FromSeconds(90))
    {
    }

    /// <param name="patience">How long a board or a campaign is waited for.</param>
    internal FaultBench(LocalCluster cluster, TimeSpan patience) => (Cluster, _patience) = (cluster, patience);

    /// <summary>How long a board has for one job here.</summary>
    public static TimeSpan LeaseTime => TimeSpan.FromSeconds(12);

    internal LocalCluster Cluster { get; }

    internal Protocol.V1.Boards.BoardsClient Boards => new(Cluster.Channel);

    public Task InitializeAsync()
    {
        Start("--ReferenceInterval", "00:00:00");
        return Task.CompletedTask;
    }

    public void Start(params string[] options)
    {
        Cluster.StartCoordinator(["--MeasuringLimit", "00:00:00.5", "--LeaseTime", LeaseTime.ToString(), .. options]);
        _trainer = ScriptedTrainer.Join(Cluster.ClusterPort, model => _candidates[model]);
    }

    public async Task DisposeAsync()
    {
        if (_trainer is not null)
            await _trainer.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>A campaign whose models are measured on one class, and waits for it.</summary>
    internal async Task<string> SubmitAsync(string boardClass, params ModelProto[] candidates)
    {
        // Waits for a coordinator that is still starting.
        var artifacts = new ArtifactClient(Cluster.Channel, TransferRetry.Endless);
        var model = await artifacts.UploadAsync(Networks.Dense(8, 100 + Random.Shared.Next(10_000)).ToByteArray(), "model.onnx", default);
        var found = new List<ArtifactRef>();
        foreach (var candidate in candidates)
            found.Add(await artifacts.UploadAsync(candidate.ToByteArray(), "candidate.onnx", default));
        _candidates[model.Sha256] = found;
        var reply = await new Campaigns.CampaignsClient(Cluster.Channel).SubmitAsync(new SubmitRequest
        {
            SubmissionId = Guid.NewGuid().ToString(),
            Spec = new CampaignSpec
            {
                Name = boardClass,
                Model = model,
                Data = new DataSpec { Format = DataFormat.Npz, Train = new DataPart { Inputs = model }, TestShare = 0.2 },
                Task = Protocol.V1.Task.Classification,
                MaxDropPoints = 1,
                Search = new SearchSpec { Method = "taylor", Trials = 1, Epochs = 1, Seed = 1 },
                // Nothing is learned of the class, and all is measured on it alone.
                Targets = { new Target { Kind = TargetKind.Size, Smallest = true }, new Target { Kind = TargetKind.Latency, BoardClass = boardClass, AtMost = 1000 } },
            },
        });
        return reply.CampaignId;
    }

    /// <summary>Results of the campaign, once it is completed.</summary>
    internal async Task<ResultsReply> CompletedAsync(string campaign)
    {
        var campaigns = new Campaigns.CampaignsClient(Cluster.Channel);
        using var patience = new CancellationTokenSource(_patience);
        using var watching = campaigns.Watch(new WatchRequest { CampaignId = campaign }, cancellationToken: patience.Token);
        try
        {
            await foreach (var shown in watching.ResponseStream.ReadAllAsync(patience.Token))
            {
                if (shown is { HasStateChanged: true, StateChanged: CampaignState.Completed })
                    return await campaigns.ResultsAsync(new ResultsRequest { CampaignId = campaign });
            }
        }
        catch (RpcException late) when (late.StatusCode == StatusCode.Cancelled)
        {
            // Told below with what it waits for.
        }

        throw new TimeoutException($"The campaign did not complete: {await campaigns.GetAsync(new GetRequest { CampaignId = campaign })}");
    }

    /// <summary>The board, once it is as it is wanted.</summary>
    internal async Task<BoardDetails> BoardAsync(string name, Func<BoardDetails, bool> wanted)
    {
        using var patience = new CancellationTokenSource(_patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        BoardDetails? last = null;
        while (!patience.IsCancellationRequested)
        {
            try
            {
                last = await Boards.ShowAsync(new ShowBoardRequest { Name = name });
                if (wanted(last))
                    return last;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
            {
                // It has not attached yet, or the coordinator is still starting.
            }

            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"{name} did not become as it was to be: {last}{Environment.NewLine}{Cluster.Output}");
    }

    /// <summary>Runs a test; what the programs said goes into the message when it fails.</summary>
    internal async Task RunAsync(Func<Task> test)
    {
        try
        {
            await test();
        }
        catch (Exception e) when (e is not SkipException)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{Cluster.Output}", e);
        }
    }

    /// <summary>Every network was measured on the class exactly once.</summary>
    internal static void AssertMeasuredOnce(ResultsReply results, string boardClass)
    {
        Assert.Equal(boardClass, Assert.Single(results.Baseline.Measurements).BoardClass);
        Assert.NotEmpty(results.Candidates);
        Assert.All(results.Candidates, candidate => Assert.Equal(boardClass, Assert.Single(candidate.Measurements).BoardClass));
        Assert.Contains(results.Candidates, candidate => candidate.OnFrontier);
    }
}
