using DeepIoT.Compression.Trials;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>RMSProp (Tieleman and Hinton 2012), the faithful compressor's optimiser; its state can be stored.</summary>
public sealed class RmsProp(IReadOnlyList<Tensor> values, double decay = 0.9) : IDisposable
{
    private readonly Tensor[] _squares = [.. values.Select(v => zeros_like(v, requires_grad: false).DetachFromDisposeScope())];

    public void Step(IReadOnlyList<Tensor> values, IReadOnlyList<Tensor> gradients, double learningRate)
    {
        using var frozen = no_grad();
        for (var i = 0; i < _squares.Length; i++)
        {
            _squares[i].mul_(decay).addcmul_(gradients[i], gradients[i], 1 - decay);
            values[i].addcdiv_(gradients[i], _squares[i].add(1e-10).sqrt_(), -learningRate);
        }
    }

    public void Persist(CheckpointArchive archive) => archive.Tensors("squares", _squares);

    public void Dispose()
    {
        foreach (var square in _squares) square.Dispose();
    }
}
