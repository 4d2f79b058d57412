using System.Globalization;
using DeepIoT.Compression;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.V1;
using Problem = DeepIoT.Compression.Problem;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>
/// Looks at model, data and targets on this machine before anything is uploaded, the way a trainer will, so that
/// a mistake is told in seconds and leaves nothing behind.
/// </summary>
public sealed class LocalExamination(ITrialFactory trials)
{
    /// <exception cref="RejectedException">Everything that is wrong with the model and the data, or with both together.</exception>
    public (TrialInput Input, BaselineReport Baseline) Examine(
        byte[] model, DataSource source, double validationShare, ulong seed, CancellationToken cancellation, Decoding? decoding = null)
    {
        var problems = new List<Problem>();
        Collect(problems, () => ModelGraph.Read(model));
        var data = Collect(problems, () => DatasetReader.Read(source));
        if (problems.Count > 0)
            throw new RejectedException(problems);
        var (train, validation) = data!.Train.Split(validationShare, seed);
        var input = new TrialInput(model, train, validation, data.Test, source.Task, decoding);
        return (input, trials.Examine(input, cancellation));
    }

    /// <summary>The targets that no search can reach with this model.</summary>
    public static IReadOnlyList<Problem> Unreachable(IReadOnlyList<Target> targets, byte[] model)
    {
        var graph = ModelGraph.Read(model);
        return [.. targets.Select((target, index) => Unreachable(target, $"targets[{index}].atMost", graph, model.Length)).OfType<Problem>()];
    }

    private static Problem? Unreachable(Target target, string field, ModelGraph graph, long bytes)
    {
        if (target.Kind is not (TargetKind.Size or TargetKind.Macs) || target.LimitCase == Target.LimitOneofCase.Smallest)
            return null;
        var cost = target.Kind == TargetKind.Size ? graph.Parameters : graph.Macs;
        var whole = target.Kind == TargetKind.Size ? bytes : cost.At(graph.Widths);
        var share = target.LimitCase == Target.LimitOneofCase.Share ? target.Share : target.AtMost / whole;
        var floor = cost.SmallestShare(graph);
        if (share >= floor)
            return null;
        var culture = CultureInfo.InvariantCulture;
        return new Problem(
            field,
            string.Create(culture, $"{share:0.####%} of the baseline is out of reach: with every unit group at its floor {floor:0.####%} is left"),
            string.Create(culture, $"Ask for {Math.Ceiling(floor * 10_000) / 10_000:0.####%} or more, or for smallest."));
    }

    private static T? Collect<T>(List<Problem> problems, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (RejectedException rejected)
        {
            problems.AddRange(rejected.Problems);
            return null;
        }
    }
}
