using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// One ONNX operator with its four facets: how units are coupled, how it runs, how its attributes shrink, what it
/// costs. Initializers shrink by the slots that the coupling rule names, so most operators slice nothing themselves.
/// </summary>
public abstract class Operator
{
    public abstract string Type { get; }

    /// <summary>First and last version of the operator set that this class understands.</summary>
    public virtual (int First, int Last) Versions => (7, int.MaxValue);

    /// <summary>States shapes, ties and gate points.</summary>
    /// <exception cref="RejectedException">The node is used in a way that cannot be compressed; names the node.</exception>
    public abstract void Couple(Coupling c);

    /// <summary>Runs on Torch tensors, differentiably.</summary>
    public abstract void Execute(Execution e);

    /// <summary>Rewrites what does not live in initializers' slots: attributes and shapes.</summary>
    public virtual void Slice(Slicing s)
    {
    }

    /// <summary>Adds multiply-accumulates; parameters and activations are counted from the graph.</summary>
    public virtual void Cost(CostTally t)
    {
    }
}
