using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Critic;

public sealed class DistillationTests
{
    private static readonly float[,] Logits = { { 1, 2, 3 }, { 0, -1, 4 } };
    private static readonly float[,] Teacher = { { 3, 1, 0 }, { 0, 0, 1 } };

    [Fact]
    public void The_loss_is_the_formula_written_out()
    {
        using var scope = NewDisposeScope();
        double expected = 0;
        int[] labels = [0, 2];
        for (var i = 0; i < 2; i++)
        {
            var (o, soft, t) = (Softmax(Logits, i, 1), Softmax(Logits, i, 4), Softmax(Teacher, i, 4));
            expected += 0.1 * -Math.Log(o[labels[i]]) / 2;
            for (var c = 0; c < 3; c++) expected += 0.9 * 16 * t[c] * Math.Log(t[c] / soft[c]) / 2;
        }

        var loss = new Distillation().Loss(Task, tensor(Logits), Targets(labels), () => tensor(Teacher));

        Assert.Equal(expected, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void With_alpha_one_the_labels_do_not_matter_and_the_teacher_itself_has_no_loss()
    {
        using var scope = NewDisposeScope();
        var alone = new Distillation(Alpha: 1);

        Assert.Equal(alone.Loss(Task, tensor(Logits), Targets(0, 2), () => tensor(Teacher)).item<float>(),
            alone.Loss(Task, tensor(Logits), Targets(1, 1), () => tensor(Teacher)).item<float>());
        Assert.Equal(0, alone.Loss(Task, tensor(Teacher), Targets(0, 2), () => tensor(Teacher)).item<float>(), 1e-5);
    }

    private static ClassificationTask Task { get; } = new(new Samples([], [1], Array.Empty<int>()), balances: false);

    private static Tensor Targets(params int[] classes) => tensor(Array.ConvertAll(classes, c => (float)c), classes.Length, 1);

    private static double[] Softmax(float[,] logits, int row, double temperature)
    {
        double[] exp = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(logits[row, c] / temperature))];
        return [.. exp.Select(e => e / exp.Sum())];
    }
}
