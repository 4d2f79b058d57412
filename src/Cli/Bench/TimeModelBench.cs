using System.Text;
using System.Text.Json;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Bench;

/// <summary>A network drawn at random and its measured time.</summary>
public sealed record TimedStructure(string Family, ulong Seed, double MedianMs, bool Tainted);

/// <summary>
/// Measures random structures of three families on this machine, learns an execution-time model from some and predicts
/// the others. What was measured is kept in a folder and not measured again.
/// </summary>
public sealed class TimeModelBench(Terminal terminal, string folder)
{
    public const int DefaultLearned = 60, DefaultHeldOut = 20;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Families of networks, with the width of their original.</summary>
    public static readonly IReadOnlyList<(string Family, double Width)> Families = [("lenet5", 1), ("deepsense-activity", 1), ("vgg16", 0.25)];

    private string File => Path.Combine(folder, "structures.json");

    /// <param name="learned">Networks of each family to learn from.</param>
    /// <param name="heldOut">Networks of each family to predict.</param>
    public async Task<(ExecutionTimeModel Model, IReadOnlyList<TimeModelRow> Rows)> RunAsync(string boardClass, int learned, int heldOut, CancellationToken cancellation)
    {
        var timed = System.IO.File.Exists(File) ? JsonSerializer.Deserialize<List<TimedStructure>>(UserFiles.Read(File), Options)! : [];
        var (known, unseen) = (new List<Observation>(), new List<(string Family, Observation Observation)>());
        foreach (var (family, width) in Families)
        {
            var original = ModelGraph.Read(ModelZoo.Find(family).Build(1, width));
            for (var seed = 1UL; seed <= (ulong)(learned + heldOut); seed++)
            {
                var network = RandomStructure.Of(original, seed);
                if (timed.Find(t => t.Family == family && t.Seed == seed) is not { } figure)
                {
                    cancellation.ThrowIfCancellationRequested();
                    timed.Add(figure = await MeasureAsync(family, seed, network, cancellation));
                    UserFiles.Write(File, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(timed, Options)));
                    if (seed % 20 == 0) terminal.Error.WriteLine($"{family}: {seed} of {learned + heldOut} networks measured");
                }
                var observation = Observation.Of(ModelGraph.Read(network), figure.MedianMs);
                if (seed <= (ulong)learned) known.Add(observation);
                else unseen.Add((family, observation));
            }
        }
        var (model, macs) = (TimeModelFit.Of(boardClass, known)!, MacsOnlyModel.Of(known));
        var rows = unseen.GroupBy(u => u.Family).Append(unseen.GroupBy(_ => "all").Single()).Select(group => new TimeModelRow(
            group.Key, group.Count(), ErrorsOf(group, o => model.At(o.Nodes)), ErrorsOf(group, macs.At)));
        return (model, [.. rows]);
    }

    private static double[] ErrorsOf(IEnumerable<(string Family, Observation Observation)> group, Func<Observation, double> predict) =>
        [.. group.Select(u => Math.Abs((predict(u.Observation) / u.Observation.Amount) - 1)).Order()];

    private static async Task<TimedStructure> MeasureAsync(string family, ulong seed, byte[] network, CancellationToken cancellation)
    {
        var (median, tainted) = await LocalBoard.MeasureAsync(network, cancellation);
        return new TimedStructure(family, seed, median, tainted);
    }
}

/// <summary>Errors of prediction over held-out networks, |predicted / measured − 1| in rising order.</summary>
public sealed record TimeModelRow(string Family, int Networks, double[] Errors, double[] ErrorsOfMacs)
{
    public static readonly IReadOnlyList<Column<TimeModelRow>> Columns =
    [
        new("family", "held-out networks of", r => r.Family),
        new("networks", "networks", r => r.Networks),
        new("medianError", "median error", r => Median(r.Errors), r => Readable.Percent(Median(r.Errors), 1)),
        new("within20", "within 20 %", r => Within(r.Errors), r => Readable.Percent(Within(r.Errors), 0)),
        new("medianErrorOfMacs", "median error, MACs only", r => Median(r.ErrorsOfMacs), r => Readable.Percent(Median(r.ErrorsOfMacs), 1)),
        new("within20OfMacs", "within 20 %, MACs only", r => Within(r.ErrorsOfMacs), r => Readable.Percent(Within(r.ErrorsOfMacs), 0)),
    ];

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static double Within(double[] errors) => errors.Count(e => e <= 0.2) / (double)errors.Length;
}
