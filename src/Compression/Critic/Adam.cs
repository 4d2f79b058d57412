using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>
/// Adam (Kingma and Ba 2015) on a fixed list of tensors, whose moments can be sliced together with the weights and
/// stored in a checkpoint.
/// </summary>
public sealed class Adam : IDisposable
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;
    private Tensor[] _values;
    private Tensor[] _means;
    private Tensor[] _squares;
    private int _steps;

    /// <param name="weightDecay">L2 penalty ½·λ‖θ‖² added to the loss.</param>
    public Adam(IEnumerable<Tensor> values, double beta1 = 0.9, double beta2 = 0.999, double weightDecay = 0)
    {
        (_beta1, _beta2, _weightDecay) = (beta1, beta2, weightDecay);
        _values = [.. values];
        _means = [.. _values.Select(v => zeros_like(v, requires_grad: false).DetachFromDisposeScope())];
        _squares = [.. _values.Select(v => zeros_like(v, requires_grad: false).DetachFromDisposeScope())];
    }

    /// <summary>The tensors that are trained, in the order of their gradients.</summary>
    public IReadOnlyList<Tensor> Values => _values;

    public void Step(IReadOnlyList<Tensor> gradients, double learningRate)
    {
        using var frozen = no_grad();
        _steps++;
        var (keepOfMean, restOfMean, keepOfSquare, restOfSquare) = (Number(_beta1), Number(1 - _beta1), Number(_beta2), Number(1 - _beta2));
        var (decay, epsilon) = (Number(_weightDecay), Number(1e-8));
        var scale = Number(-learningRate / (1 - Math.Pow(_beta1, _steps)));
        var correction = Number(1 / Math.Sqrt(1 - Math.Pow(_beta2, _steps)));
        for (var i = 0; i < _values.Length; i++)
        {
            var gradient = _weightDecay == 0 ? gradients[i] : gradients[i].add(_values[i], decay);
            _means[i].mul_(keepOfMean).add_(gradient, restOfMean);
            _squares[i].mul_(keepOfSquare).addcmul_(gradient, gradient, restOfSquare);
            _values[i].addcdiv_(_means[i], _squares[i].sqrt().mul_(correction).Increase(epsilon), scale);
        }
    }

    /// <summary>Goes on with the smaller tensors: <paramref name="slice"/> cuts the i-th moment like the i-th tensor.</summary>
    public void Slice(IEnumerable<Tensor> values, Func<int, Tensor, Tensor> slice)
    {
        _values = [.. values];
        foreach (var moments in new[] { _means, _squares })
        {
            for (var i = 0; i < moments.Length; i++)
            {
                var sliced = slice(i, moments[i]);
                if (ReferenceEquals(sliced, moments[i])) continue;
                moments[i].Dispose();
                moments[i] = sliced.DetachFromDisposeScope();
            }
        }
    }

    /// <summary>Follows a network to its sliced form.</summary>
    public void Slice(ModelGraph before, Keep keep, Network after)
    {
        var weights = before.Weights.Values.Where(w => w.IsTrainable).ToArray();
        Slice(after.Trainable.Select(t => t.Value), (i, moment) => keep.Select(moment, weights[i].Labels));
    }

    public void Persist(CheckpointArchive archive)
    {
        archive.Integer("steps", ref _steps);
        archive.Tensors("means", _means);
        archive.Tensors("squares", _squares);
    }

    public void Dispose()
    {
        foreach (var moment in _means.Concat(_squares)) moment.Dispose();
    }
}
