using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.TimeModel;

/// <summary>
/// Learns an execution-time model: starts with one leaf for each operator and goes on asking the question that explains
/// most, until cross-validation gains nothing. Errors count relative to what was measured.
/// </summary>
public static class TimeModelFit
{
    /// <summary>Networks below which nothing is learned.</summary>
    public const int LeastObservations = 20;

    private const int Folds = 5;
    private const int MostQuestions = 16;
    private const int Tried = 4;
    private const double LeastGain = 0.01;
    private static readonly int[] Multiples = [4, 8, 16];
    private static readonly double[] Quantiles = [0.2, 0.4, 0.6, 0.8];

    /// <summary>Null where the observations are too few.</summary>
    /// <param name="cost">Latency or energy: what the observations are of.</param>
    public static ExecutionTimeModel? Of(string boardClass, IReadOnlyList<Observation> observations, CostKind cost = CostKind.Latency)
    {
        if (observations.Count < LeastObservations) return null;
        var common = observations.SelectMany(o => o.Nodes.Select(node => node.Kind).Distinct()).GroupBy(kind => kind)
            .Where(kind => kind.Count() >= LeastObservations).Select(kind => kind.Key).ToHashSet();
        var data = observations.Select(o => o with { Nodes = [.. o.Nodes.Select(node => (common.Contains(node.Kind) ? node.Kind : ExecutionTimeModel.Other, node.Figures))] }).ToArray();
        var leaves = data.SelectMany(o => o.Nodes).Select(node => node.Kind).Distinct().Order(StringComparer.Ordinal).Select(kind => new Leaf(kind, [])).ToList();
        var error = CrossValidated(data, leaves).MeanSquare;
        for (var asked = 0; asked < MostQuestions; asked++)
        {
            var best = Candidates(data, leaves).AsParallel().AsOrdered()
                .Select(split => (Split: split, Error: MeanSquare(data, split, [.. Enumerable.Range(0, data.Length)], Fit(data, split, _ => true))))
                .OrderBy(candidate => candidate.Error).Take(Tried)
                .Select(candidate => (candidate.Split, Error: CrossValidated(data, candidate.Split).MeanSquare))
                .DefaultIfEmpty((Split: leaves, Error: double.PositiveInfinity)).MinBy(candidate => candidate.Error);
            if (best.Error > error * (1 - LeastGain)) break;
            (leaves, error) = best;
        }
        var coefficients = Fit(data, leaves, _ => true);
        var grown = leaves.Select((leaf, i) => (leaf, Tree: new TimeLeaf(coefficients[(i * Features.Linear)..((i + 1) * Features.Linear)]))).ToArray();
        return new ExecutionTimeModel(
            boardClass,
            grown.GroupBy(g => g.leaf.Kind).ToDictionary(kind => kind.Key, kind => Tree([.. kind.Select(g => (g.leaf.Path, g.Tree))], 0)),
            observations.Count, CrossValidated(data, leaves).Median, cost);
    }

    /// <summary>Every question that could be put to some leaf, as the leaves that it would make.</summary>
    private static IEnumerable<List<Leaf>> Candidates(Observation[] data, List<Leaf> leaves)
    {
        for (var i = 0; i < leaves.Count; i++)
        {
            var leaf = leaves[i];
            var nodes = data.SelectMany(o => o.Nodes).Where(leaf.Holds).Select(node => node.Figures).ToArray();
            foreach (var question in Questions(nodes))
            {
                var yes = nodes.Count(figures => question.IsTrueOf(figures));
                if (Math.Min(yes, nodes.Length - yes) < LeastObservations) continue;
                yield return [.. leaves[..i], new Leaf(leaf.Kind, [.. leaf.Path, (question, true)]), new Leaf(leaf.Kind, [.. leaf.Path, (question, false)]), .. leaves[(i + 1)..]];
            }
        }
    }

    private static IEnumerable<Question> Questions(double[][] nodes)
    {
        foreach (var feature in new[] { Feature.InChannels, Feature.OutChannels })
            foreach (var multiple in Multiples) yield return new Question(feature, null, multiple);
        for (var feature = Feature.Positions; (int)feature < Features.Count; feature++)
        {
            var sorted = nodes.Select(figures => figures[(int)feature]).Order().ToArray();
            foreach (var limit in Quantiles.Select(q => sorted[(int)(q * (sorted.Length - 1))]).Distinct())
                yield return new Question(feature, limit, null);
        }
    }

    private static double[] Fit(Observation[] data, List<Leaf> leaves, Func<int, bool> isIn)
    {
        var chosen = data.Where((_, i) => isIn(i)).ToArray();
        return LeastSquares.Solve([.. chosen.Select(o => RowOf(o, leaves))], [.. chosen.Select(_ => 1.0)]);
    }

    /// <summary>The sums of each feature over the nodes in each leaf, relative to the measured time.</summary>
    private static double[] RowOf(Observation observation, List<Leaf> leaves)
    {
        var row = new double[leaves.Count * Features.Linear];
        foreach (var node in observation.Nodes)
        {
            var leaf = leaves.FindIndex(l => l.Holds(node));
            for (var f = 0; f < Features.Linear; f++) row[(leaf * Features.Linear) + f] += node.Figures[f] / observation.Amount;
        }
        return row;
    }

    private static (double MeanSquare, double Median) CrossValidated(Observation[] data, List<Leaf> leaves)
    {
        var errors = Enumerable.Range(0, Folds).SelectMany(fold =>
        {
            var coefficients = Fit(data, leaves, i => i % Folds != fold);
            return data.Where((_, i) => i % Folds == fold).Select(o => Math.Abs(Product(RowOf(o, leaves), coefficients) - 1));
        }).Order().ToArray();
        return (errors.Average(e => e * e), errors[errors.Length / 2]);
    }

    private static double MeanSquare(Observation[] data, List<Leaf> leaves, int[] rows, double[] coefficients) =>
        rows.Average(i => Math.Pow(Product(RowOf(data[i], leaves), coefficients) - 1, 2));

    private static double Product(double[] row, double[] coefficients) => row.Zip(coefficients, (x, c) => x * c).Sum();

    private static TimeTree Tree(IReadOnlyList<(IReadOnlyList<(Question Question, bool Answer)> Path, TimeLeaf Leaf)> leaves, int depth)
    {
        if (leaves.Count == 1) return leaves[0].Leaf;
        var question = leaves[0].Path[depth].Question;
        return new TimeSplit(question, Tree([.. leaves.Where(l => l.Path[depth].Answer)], depth + 1), Tree([.. leaves.Where(l => !l.Path[depth].Answer)], depth + 1));
    }

    /// <summary>The nodes of an operator for which all questions on the path have these answers.</summary>
    private sealed record Leaf(string Kind, IReadOnlyList<(Question Question, bool Answer)> Path)
    {
        public bool Holds((string Kind, double[] Figures) node) =>
            node.Kind == Kind && Path.All(step => step.Question.IsTrueOf(node.Figures) == step.Answer);
    }
}
