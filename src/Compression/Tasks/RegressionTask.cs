using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tasks;

/// <summary>
/// Output [batch, numbers] as it is, a final activation included. Mean squared error; accuracy is R², the share of the
/// targets' variance that is explained.
/// </summary>
public sealed class RegressionTask : TrialTask
{
    public override TaskKind Kind => TaskKind.Regression;

    public override IEnumerable<Problem> Problems(ModelGraph graph, IReadOnlyList<Samples> parts)
    {
        if (graph.Output.Rank != 2 || parts.Any(part => part.TargetSize != graph.Output.Shape[1]))
        {
            yield return new Problem("model", $"has an output of shape {graph.Output.ShapeText}{string.Concat(parts.Take(1).Select(part => $" for {part.TargetSize} numbers a sample"))}",
                "The output has one number for each target: [N, numbers].");
        }
    }

    public override Tensor Scores(Network network, Tensor inputs, Gates? gates = null, bool isTraining = false) =>
        network.Forward(inputs, gates, isTraining);

    public override Tensor LossOfEach(Tensor scores, Tensor targets) => (scores - targets).Squared().mean([1]);

    /// <summary>The temperature has nothing to soften here.</summary>
    public override Tensor Distance(Tensor scores, Tensor teacher, double temperature) => (scores - teacher).Squared().mean();

    public override IEnumerable<float[]> Answers(Tensor scores) => Rows(scores);

    public override Tally Begin(Samples samples) => new VarianceTally(samples);

    private sealed class VarianceTally : Tally
    {
        private readonly double _variance;
        private double _error;

        public VarianceTally(Samples samples)
        {
            var (size, means) = (samples.TargetSize, new double[samples.TargetSize]);
            for (var i = 0; i < samples.Targets.Length; i++) means[i % size] += samples.Targets[i] / (double)samples.Count;
            for (var i = 0; i < samples.Targets.Length; i++) _variance += Math.Pow(samples.Targets[i] - means[i % size], 2);
        }

        public override double Accuracy => 1 - (_error / Math.Max(_variance, double.Epsilon));

        public override void Add(Tensor scores, Tensor targets) => _error += (scores - targets).Squared().sum().item<float>();
    }
}
