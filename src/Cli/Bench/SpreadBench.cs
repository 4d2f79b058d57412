using System.Globalization;
using DeepIoT.Cli.Output;
using DeepIoT.DeviceProfiler;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Bench;

/// <summary>Measurements of one model, each in processes of its own, on an idle machine or with a load that begins in their midst.</summary>
public sealed record SpreadRow(string Condition, IReadOnlyList<Measurement> Measurements, double Reference)
{
    /// <summary>What a clean median may be away from that of the idle machine's.</summary>
    private const double Limit = 0.05;

    public static readonly IReadOnlyList<Column<SpreadRow>> Columns =
    [
        new("condition", "machine", r => r.Condition),
        new("measurements", "measurements", r => r.Measurements.Count),
        new("clean", "clean", r => r.Clean.Count),
        new("medianMs", "median of the clean", r => r.Clean.Count > 0 ? Median(r.Clean) : null, r => Readable.Milliseconds(r.Clean.Count > 0 ? Median(r.Clean) : null)),
        new("spread", "their spread, max/min − 1", r => r.Spread, r => r.Spread is { } spread ? Readable.Percent(spread, 1) : "none"),
        new("launches", "launches each", r => r.Launches, r => r.Launches.ToString("0.0", CultureInfo.InvariantCulture)),
        new("silentlyWrong", "clean, yet over 5 % off", r => r.Clean.Count(ms => Math.Abs((ms / r.Reference) - 1) > Limit)),
    ];

    private IReadOnlyList<double> Clean => [.. Measurements.Where(m => m.Tainted.Count == 0).Select(m => m.MedianMs).Order()];

    private double Launches => Measurements.Average(m => m.Launches.Count);

    private double? Spread => Clean.Count > 1 ? (Clean[^1] / Clean[0]) - 1 : null;

    /// <param name="times">Measurements under each condition.</param>
    public static async Task<IReadOnlyList<SpreadRow>> MeasureAsync(string model, int times, CancellationToken cancellation)
    {
        var idle = await SeriesAsync(model, times, null, cancellation);
        var loaded = await SeriesAsync(model, times, TimeSpan.FromSeconds(2), cancellation);
        var reference = Median([.. idle.Select(m => m.MedianMs).Order()]);
        return [new("idle", idle, reference), new("a load on every core after 2 s", loaded, reference)];
    }

    private static async Task<IReadOnlyList<Measurement>> SeriesAsync(string model, int times, TimeSpan? loadAfter, CancellationToken cancellation)
    {
        var measurements = new List<Measurement>();
        for (var i = 0; i < times; i++)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var load = loadAfter is { } after ? LoadAsync(after, over.Token) : Task.CompletedTask;
            measurements.Add(await LocalMeasurement.RunAsync(model, new MeasuringProtocol { Threads = 1 }, cancellation: cancellation));
            await over.CancelAsync();
            await load;
        }
        return measurements;
    }

    private static async Task LoadAsync(TimeSpan after, CancellationToken over)
    {
        await Task.Delay(after, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!over.IsCancellationRequested)
            {
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }

    private static double Median(IReadOnlyList<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}

/// <summary>The page of how well measurements repeat.</summary>
public static class SpreadReport
{
    public static string Page(Sheet sheet, Provenance provenance) => string.Create(CultureInfo.InvariantCulture, $"""
        # How well measurements repeat

        Written by

        ```sh
        {provenance.Command}
        ```

        on {provenance.Machine}. The same model is measured again and again, as a board would, each time by new processes: three launches
        at least, and up to six where they disagree. A measurement that was disturbed is tainted, with the reason, and decides
        nothing; the clean ones are to agree.


        """) + MarkdownTable.Of(sheet);
}
