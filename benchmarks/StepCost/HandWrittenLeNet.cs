using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>LeNet-5 with 20 and 50 filters and 500 hidden units.</summary>
internal sealed class HandWrittenLeNet : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layers = nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10));

    public HandWrittenLeNet()
        : base(nameof(HandWrittenLeNet)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layers.forward(input);
}
