using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>Two stacks of two LSTMs of 128 units, one forward and one backward over 64 frames, and scores at each frame.</summary>
internal sealed class HandWrittenBiLstm : nn.Module<Tensor, Tensor>
{
    private readonly LSTM _forward = nn.LSTM(40, 128, 2, batchFirst: true);
    private readonly LSTM _backward = nn.LSTM(40, 128, 2, batchFirst: true);
    private readonly Linear _scores = nn.Linear(256, 11);

    public HandWrittenBiLstm()
        : base(nameof(HandWrittenBiLstm)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var (ahead, _, _) = _forward.forward(input);
        var (back, _, _) = _backward.forward(input.flip(1));
        return _scores.forward(cat([ahead, back.flip(1)], 2));
    }
}
