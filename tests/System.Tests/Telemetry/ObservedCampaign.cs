using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>
/// One small campaign on coordinator, trainer and board agent as programs of their own, and on a made-up board with a meter,
/// all of it watched by an OTLP receiver and, where there is one, Prometheus.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it by DisposeAsync.")]
public sealed class ObservedCampaign : IAsyncLifetime
{
    private readonly LocalCluster _cluster = new();
    private MadeUpBoard? _board;

    /// <summary>The span that the campaign was submitted under, which is this process's.</summary>
    public Activity Submission { get; } = new("submission") { ActivityTraceFlags = ActivityTraceFlags.Recorded };

    public string CampaignId { get; private set; } = "";

    internal OtlpReceiver Receiver { get; private set; } = null!;

    /// <summary>Null where it is not installed.</summary>
    internal PrometheusServer? Prometheus { get; private set; }

    /// <summary>What everybody has printed, for the message of a test that fails.</summary>
    public string Output => $"{_cluster.Output}{Environment.NewLine}{Prometheus?.Output}";

    public async Task InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        foreach (var (name, value) in new[] { ("ENDPOINT", Receiver.Address.ToString()), ("PROTOCOL", "grpc") })
            _cluster.Everywhere[$"OTEL_EXPORTER_OTLP_{name}"] = value;
        _cluster.Everywhere["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        var (ofCoordinator, ofTrainer) = (Free(), Free());
        if (PrometheusServer.Missing is null)
            Prometheus = PrometheusServer.Start(Path.Combine(_cluster.Folder, "prometheus"), ("coordinator", ofCoordinator), ("trainer", ofTrainer));
        _cluster.StartCoordinator("--Metrics", ofCoordinator.ToString(), "--MeasuringLimit", "00:00:01", "--ReferenceInterval", "00:00:00");
        _cluster.StartTrainer("only", 1, "--Metrics", ofTrainer.ToString());
        _cluster.Keep(RunningProgram.StartIn(
            [], _cluster.Everywhere, "deepiot",
            "profiler", "--join", _cluster.Address.ToString(), "--board-name", "bench-1", "--board-class", LocalCluster.BoardClass,
            "--board-cache", Path.Combine(_cluster.Folder, "cache"), "--board-state", Path.Combine(_cluster.Folder, "state")));
        try
        {
            await RunAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{Output}", e);
        }
    }

    public async Task DisposeAsync()
    {
        if (_board is not null)
            await _board.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
        await Receiver.DisposeAsync();
        Submission.Dispose();
    }

    private async Task RunAsync()
    {
        var boards = new Protocol.V1.Boards.BoardsClient(_cluster.Channel);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        // Waits for a coordinator that is still starting.
        await new ArtifactClient(_cluster.Channel, TransferRetry.Endless).UploadAsync(new byte[] { 1 }, "a sign of life", deadline.Token);
        _board = await MadeUpBoard.AttachAsync(boards);
        while ((await boards.ListAsync(new ListBoardsRequest(), cancellationToken: deadline.Token)).Boards.Count < 2)
            await Task.Delay(100, deadline.Token);
        using var campaign = new DigitsCampaign(_cluster.Channel);
        Submission.Start();
        await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 15, Iterations = 1500, Seed = 1 });
        Submission.Stop();
        await campaign.NextAsync(next => next is { HasStateChanged: true, StateChanged: CampaignState.Completed });
        CampaignId = (await campaign.ResultsAsync()).Campaign.CampaignId;
    }

    private static Uri Free() => new($"http://127.0.0.1:{LocalCluster.FreePort()}");
}
