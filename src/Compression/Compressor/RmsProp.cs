using DeepIoT.Compression.Trials;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>RMSProp (Tieleman and Hinton 2012), the faithful compressor's optimiser; its state can be stored.</summary>
public sealed class RmsProp(IReadOnlyList<Tensor> values, double decay = 0.9) : IDisposable
{
    private readonly Tensor[] _squares = [.. values.Select(v => zeros_like(v, requires_grad: false).DetachFromDisposeScope())];

    public void Step(IReadOnlyList<Tensor> values, IReadOnlyList<Tensor> gradients, double learningRate)
    {
        using var frozen = no_grad();
        var (keep, rest, epsilon, rate) = (Number(decay), Number(1 - decay), Number(1e-10), Number(-learningRate));
        for (var i = 0; i < _squares.Length; i++)
        {
            _squares[i].mul_(keep).addcmul_(gradients[i], gradients[i], rest);
            values[i].addcdiv_(gradients[i], _squares[i].Plus(epsilon).sqrt_(), rate);
        }
    }

    public void Persist(CheckpointArchive archive) => archive.Tensors("squares", _squares);

    public void Dispose()
    {
        foreach (var square in _squares) square.Dispose();
    }
}
