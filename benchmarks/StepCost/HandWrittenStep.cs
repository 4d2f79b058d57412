using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>A training step as one writes it with TorchSharp's modules, losses and optimiser.</summary>
internal sealed class HandWrittenStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly optim.Optimizer _adam;
    private readonly bool _isSequence;

    public HandWrittenStep(Subject subject)
    {
        (_network, _isSequence) = (subject.Write(), subject.Task == TaskKind.Sequence);
        _network.train();
        _adam = optim.Adam(_network.parameters(), 1e-3);
    }

    public void Step(Tensor inputs, Tensor targets)
    {
        using var scope = NewDisposeScope();
        _adam.zero_grad();
        Loss(_network.forward(inputs), targets).backward();
        _adam.step();
    }

    public void Dispose()
    {
        _adam.Dispose();
        _network.Dispose();
    }

    private Tensor Loss(Tensor scores, Tensor targets)
    {
        if (!_isSequence) return nn.functional.cross_entropy(scores, targets.squeeze(1).to(ScalarType.Int64));
        var (batch, time) = (scores.shape[0], scores.shape[1]);
        return nn.functional.ctc_loss(nn.functional.log_softmax(scores, 2).transpose(0, 1), targets.to(ScalarType.Int64),
            full(batch, time, ScalarType.Int64), ones(batch, ScalarType.Int64));
    }
}
