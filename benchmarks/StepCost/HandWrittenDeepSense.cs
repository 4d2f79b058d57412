using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>DeepSense: a branch of convolutions a sensor, three over both, two GRUs over the intervals and a mean.</summary>
internal sealed class HandWrittenDeepSense : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _acceleration = Branch();
    private readonly nn.Module<Tensor, Tensor> _rotation = Branch();
    private readonly nn.Module<Tensor, Tensor> _merge = nn.Sequential([.. new long[] { 8, 6, 4 }.SelectMany(Merging)]);
    private readonly GRU _gru = nn.GRU(512, 120, 2);
    private readonly Linear _scores = nn.Linear(120, 6);

    public HandWrittenDeepSense()
        : base(nameof(HandWrittenDeepSense)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var sensors = input.chunk(2, 1);
        var x = _merge.forward(stack([_acceleration.forward(sensors[0]), _rotation.forward(sensors[1])], 3));
        x = x.permute(2, 0, 1, 3, 4).flatten(2);
        var (steps, last) = _gru.forward(x);
        last.Dispose();
        return _scores.forward(steps.mean([0]));
    }

    private static nn.Module<Tensor, Tensor> Branch() => nn.Sequential(
        nn.Conv2d(1, 64, (1, 18), (1, 6)), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Conv2d(64, 64, (1, 3)), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Conv2d(64, 64, (1, 3)), nn.BatchNorm2d(64), nn.ReLU());

    /// <summary>Pads of the same size as the input; of an odd number the larger half comes behind.</summary>
    private static nn.Module<Tensor, Tensor>[] Merging(long along) =>
    [
        nn.ConstantPad3d(((along - 1) / 2, along / 2, 0, 1, 0, 0), 0),
        nn.Conv3d(64, 64, (1, 2, along)), nn.BatchNorm3d(64), nn.ReLU(),
    ];
}
