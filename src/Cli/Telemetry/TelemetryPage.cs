using System.Globalization;
using System.Text;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Coordinator.Telemetry;
using DeepIoT.DeviceProfiler.Telemetry;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.TrainerNode.Telemetry;

namespace DeepIoT.Cli.Telemetry;

/// <summary>The page that lists what every program tells of itself.</summary>
public static class TelemetryPage
{
    public static IReadOnlyList<SignalBook> Books { get; } =
        [CoordinatorSignals.Book, BoardSignals.Book, TrainerSignals.Book, AgentSignals.Book, ActorSignals.Book, DiskSignals.Book];

    public static string Of(IEnumerable<SignalBook> books)
    {
        var page = new StringBuilder("""
            # What do the programs tell of themselves?

            This page is written by `deepiot telemetry -o docs/telemetry.md`, and a test compares it with the programs.

            ## Turn it on

            Nothing is collected until it is configured. Coordinator, trainer, board agent and `deepiot submit` send metrics, traces and
            (coordinator and trainer) logs by OTLP where OpenTelemetry's standard variables say to:

            ```sh
            export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317
            deepiot up
            ```

            The protocol is gRPC unless `OTEL_EXPORTER_OTLP_PROTOCOL` is `http/protobuf`; `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`
            and, except on boards, `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_TRACES_SAMPLER` work as everywhere. Coordinator and trainer answer
            Prometheus as well, in plain http on a port of its own:

            ```sh
            deepiot coordinator --metrics http://127.0.0.1:9464
            deepiot trainer --metrics http://127.0.0.1:9465
            ```

            Boards need not reach anybody but their coordinator: what they measure, it tells. [monitor.md](monitor.md) has dashboards,
            alerts and a collector.

            ## Instruments

            Names follow OpenTelemetry, units UCUM. No attribute grows with campaigns, models or jobs; exemplars lead from a
            histogram to a trace. Gauges of a running trial are told by its slot. In Prometheus a histogram is three series,
            `_bucket`, `_sum` and `_count`.


            """);
        foreach (var programs in books.GroupBy(book => book.Programs))
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                ### {string.Concat(programs.Key[..1].ToUpperInvariant(), programs.Key.AsSpan(1))}

                | instrument | kind | unit | attributes | in Prometheus | what it is |
                |---|---|---|---|---|---|

                """);
            foreach (var signal in programs.SelectMany(book => book.Entries).OrderBy(signal => signal.Name, StringComparer.Ordinal))
                page.AppendLine(CultureInfo.InvariantCulture, $"| `{signal.Name}` | {signal.Kind} | `{signal.Unit}` | {string.Join(", ", signal.Attributes.Select(name => $"`{name}`"))} | `{PrometheusName.Of(signal)}` | {signal.Description} |");
            page.AppendLine();
        }

        page.Append("""
            Besides these there are the instruments of .NET's runtime (`dotnet.*`) and of ASP.NET Core (`http.server.*`, `kestrel.*`).

            ## Spans

            One trace holds a campaign from its submission to the last job on a board. Its context travels in gRPC headers and in
            messages, and lies in the journal, so that it outlives a coordinator.

            | span | under | told by | what it covers |
            |---|---|---|---|

            """);
        foreach (var (span, under, program, covers) in Spans.All)
            page.AppendLine(CultureInfo.InvariantCulture, $"| {span} | {under} | {program} | {covers} |");
        page.Append("""

            Between them lie the spans of gRPC calls. Logs that are sent by OTLP carry the ids of trace and span.

            """);
        return page.ToString();
    }
}
