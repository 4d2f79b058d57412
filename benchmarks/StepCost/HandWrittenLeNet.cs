using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>A training step of LeNet-5 as one writes it with TorchSharp's modules and optimiser.</summary>
internal sealed class HandWrittenLeNet : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _net = nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10));

    private readonly optim.Optimizer _adam;

    public HandWrittenLeNet() => _adam = optim.Adam(_net.parameters(), 1e-3);

    public void Step(Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        _adam.zero_grad();
        nn.functional.cross_entropy(_net.forward(inputs), labels).backward();
        _adam.step();
    }

    public void Dispose()
    {
        _adam.Dispose();
        _net.Dispose();
    }
}
