using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>A training step through the ONNX graph, as trials do it.</summary>
internal sealed class GraphStep : IDisposable
{
    private readonly TrialTask _task;
    private readonly Network _network;
    private readonly Adam _adam;

    public GraphStep(Subject subject)
    {
        _task = TrialTask.Of(subject.Task, new Samples([], [1], Array.Empty<int>()));
        _network = new Network(subject.Graph);
        _adam = new Adam(_network.Trainable.Select(t => t.Value));
    }

    public void Step(Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var loss = _task.LossOfEach(_task.Scores(_network, inputs, isTraining: true), targets).mean();
        _adam.Step([.. autograd.grad([loss], [.. _adam.Values])], 1e-3);
    }

    public void Dispose()
    {
        _adam.Dispose();
        _network.Dispose();
        _task.Dispose();
    }
}
