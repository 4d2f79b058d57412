using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>The same step through the ONNX graph, as trials do it.</summary>
internal sealed class GraphLeNet : IDisposable
{
    private readonly Network _net = new(ModelGraph.Read(ModelZoo.Find("lenet5").Build(1)));
    private readonly Adam _adam;

    public GraphLeNet() => _adam = new Adam(_net.Trainable.Select(t => t.Value));

    public void Step(Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(_net.Logits(inputs, isTraining: true), labels);
        _adam.Step([.. autograd.grad([loss], [.. _adam.Values])], 1e-3);
    }

    public void Dispose()
    {
        _adam.Dispose();
        _net.Dispose();
    }
}
