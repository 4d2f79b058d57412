using System.Diagnostics;
using System.Reflection;
using System.Threading.Channels;
using DeepIoT.Protocol.Telemetry;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>
/// Sends this process's spans and histograms by OTLP every few seconds, and what is left at its end. Small on purpose:
/// an agent has no room for the usual exporter. What cannot be delivered is dropped, and that it was is logged.
/// </summary>
public sealed partial class OtlpExport : IAsyncDisposable
{
    private const int MostSpans = 2000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(10);

    private readonly IOtlpReceiver _receiver;
    private readonly Resource _resource;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly OtlpTally _tally;
    private readonly ActivityListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly Channel<Span> _spans = Channel.CreateBounded<Span>(
        new BoundedChannelOptions(MostSpans) { FullMode = BoundedChannelFullMode.DropOldest });

    private bool _isDelivered = true;

    private OtlpExport(OtlpSettings settings, string board, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _receiver = settings.IsHttp ? new OtlpOverHttp(settings) : new OtlpOverGrpc(settings);
        var version = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        _resource = new Resource
        {
            Attributes = { OtlpWords.Of([new("service.name", settings.Service), new("service.version", version), new("service.instance.id", board)]) },
        };
        _tally = new OtlpTally(Signals.Name, time.GetUtcNow().UtcDateTime);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Signals.Name,
            Sample = Sample,
            ActivityStopped = activity => _spans.Writer.TryWrite(OtlpWords.Of(activity)),
        };
        ActivitySource.AddActivityListener(_listener);
        _sending = SendAllAsync();
    }

    /// <summary>Null where no environment variable says who takes it.</summary>
    /// <param name="board">Name of the board.</param>
    public static OtlpExport? FromEnvironment(string board, ILoggerFactory loggers) =>
        OtlpSettings.Of(Environment.GetEnvironmentVariable) is { } settings
            ? new OtlpExport(settings, board, TimeProvider.System, loggers.CreateLogger<OtlpExport>())
            : null;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        _listener.Dispose();
        _tally.Dispose();
        _receiver.Dispose();
        _stop.Dispose();
    }

    // A trace that somebody further up does not record is not recorded here either.
    private static ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options) =>
        options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? ActivitySamplingResult.AllDataAndRecorded
            : ActivitySamplingResult.None;

    private async Task SendAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SendAsync();
        }
    }

    private async Task SendAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            await SendSpansAsync(patience.Token);
            await SendMetricsAsync(patience.Token);
            _isDelivered = true;
        }
        catch (Exception e) when (e is OtlpUndeliverableException or OperationCanceledException)
        {
            // Said once for each time that the receiver goes away.
            if (_isDelivered)
                LogUndelivered(_log, e.Message);
            _isDelivered = false;
        }
    }

    private async Task SendSpansAsync(CancellationToken cancel)
    {
        var scope = new ScopeSpans { Scope = new Scope { Name = Signals.Name } };
        while (_spans.Reader.TryRead(out var span))
            scope.Spans.Add(span);
        if (scope.Spans.Count > 0)
            await _receiver.SendAsync(new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = _resource, ScopeSpans = { scope } } } }, cancel);
    }

    private async Task SendMetricsAsync(CancellationToken cancel)
    {
        var scope = new ScopeMetrics { Scope = new Scope { Name = Signals.Name }, Metrics = { _tally.At(_time.GetUtcNow().UtcDateTime) } };
        if (scope.Metrics.Count > 0)
            await _receiver.SendAsync(new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { Resource = _resource, ScopeMetrics = { scope } } } }, cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry is not delivered, and what there was is dropped: {Reason}")]
    private static partial void LogUndelivered(ILogger log, string reason);
}
