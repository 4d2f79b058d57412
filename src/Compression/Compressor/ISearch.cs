using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Trials;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// One method at work: trains the network while it decides which units go. Knows the graph, its groups, a cost, data
/// and a generator, and nothing of campaigns or actors.
/// </summary>
public interface ISearch : ITrialWork
{
    /// <summary>Widths of the groups that the search stands at, whole or expected.</summary>
    double[] Widths { get; }

    /// <summary>Share of the budget to end at; may be moved while the search runs, as measurements correct what was predicted.</summary>
    double TargetShare { get; set; }

    /// <summary>A dense network as the search would hand it over now: units removed, gates folded. The caller owns it.</summary>
    Network Dense();

    /// <summary>Gates that fine-tuning must go on drawing on the network of <see cref="Dense"/>; null for none.</summary>
    BernoulliGates? FinetuningGates => null;
}
