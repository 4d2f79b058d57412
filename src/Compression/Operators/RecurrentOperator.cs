using DeepIoT.Compression.Graph;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// A recurrent layer in one direction: X [time, batch, features] (or batch first), W [1, gates·hidden, features],
/// R [1, gates·hidden, hidden], B [1, 2·gates·hidden], lengths, initial states. Its hidden dimensions are units: a gate
/// acts on the output and on what R sums over, and stays the same over time. Without a gate a sample, lengths and the
/// like, LibTorch's fused kernels run, with the gate folded into R's columns.
/// </summary>
public abstract class RecurrentOperator : Operator
{
    protected const int Matrix = 1, Recurrence = 2, Bias = 3, Lengths = 4, InitialHidden = 5, InitialCell = 6;

    /// <summary>Rows of W and R for each unit.</summary>
    protected abstract int GatesOf(Node node);

    /// <summary>The activation functions that are understood; each is the standard's default or an equal of it.</summary>
    protected abstract bool Understands(IReadOnlyList<string> activations);

    public override void Couple(Coupling c)
    {
        RejectWhatIsNotUnderstood(c.Node);
        var (x, w, r) = (c.Input(0), c.Weight(Matrix, "input matrix"), c.Weight(Recurrence, "recurrent matrix"));
        var rows = r.Shape.Length == 3 ? GatesOf(c.Node) * r.Shape[2] : 0;
        if (rows == 0 || x.Rank != 3 || !r.Shape.SequenceEqual([1, rows, r.Shape[2]]) || !w.Shape.SequenceEqual([1, rows, x.Shape[2]]))
        {
            throw c.Node.Rejected($"multiplies {x.ShapeText} by {Value.Describe(w.Shape)} and its state by {Value.Describe(r.Shape)}, which do not fit",
                "Check the model; it cannot run as it is.");
        }
        c.Consume(0, 2);
        var units = c.Units.New((int)r.Shape[2]);
        Own(c, w, 1, units, SlotRole.Produces);
        c.Own(w, 2, x.Labels[2], SlotRole.Consumes);
        Own(c, r, 1, units, SlotRole.Produces);
        c.Own(r, 2, units, SlotRole.Recurs);
        c.Consume(Recurrence, 2);
        (w.IsTrainable, r.IsTrainable) = (true, true);
        if (c.Node.HasInput(Bias))
        {
            var bias = c.Weight(Bias, "bias");
            if (!bias.Shape.SequenceEqual([1, 2 * rows])) throw c.Node.Rejected($"has a bias of shape {Value.Describe(bias.Shape)} where [1, {2 * rows}] is due", "Check the model; it cannot run as it is.");
            bias.IsTrainable = true;
            Own(c, bias, 1, units, SlotRole.Follows);
        }
        if (c.Node.HasInput(Lengths)) c.Weight(Lengths, "sequence lengths");
        foreach (var state in new[] { InitialHidden, InitialCell }.Where(c.Node.HasInput)) StartFrom(c, state, units);

        var (time, batch) = IsBatchFirst(c.Node) ? (x.Shape[1], x.Shape[0]) : (x.Shape[0], x.Shape[1]);
        if (time < 0) throw c.Node.Rejected($"runs over the batch of {x.ShapeText}", "Export the model with the batch on the axis that the layer's layout says.");
        long[] all = IsBatchFirst(c.Node) ? [batch, time, 1, units.Length] : [time, 1, batch, units.Length];
        long[] last = IsBatchFirst(c.Node) ? [batch, 1, units.Length] : [1, batch, units.Length];
        c.Output(all, [null, null, null, units]);
        c.Output(last, [null, null, units], 1);
        c.Output(last, [null, null, units], 2);
    }

    public override void Execute(Execution e)
    {
        var batchFirst = IsBatchFirst(e.Node);
        var x = batchFirst ? e.Consumed(0, 2).transpose(0, 1) : e.Consumed(0, 2);
        var gates = e.GatesOf(Recurrence, 2);
        var isFolded = gates is null || gates.shape[0] == 1;
        var recurrence = (isFolded ? e.Consumed(Recurrence, 2) : e.Input(Recurrence))[0];
        var (batch, hidden) = (x.shape[1], recurrence.shape[1]);
        var weights = new CellWeights(e.Input(Matrix)[0], recurrence,
            e.Optional(Bias)?[0] ?? zeros(2 * recurrence.shape[0]));
        var h = Initial(InitialHidden);
        var c = Initial(InitialCell);
        var lengths = e.Node.HasInput(Lengths) && e.IntegersOf(Lengths) is var given && given.Any(n => n != x.shape[0]) ? given : null;

        var isReverse = IsReverse(e.Node);
        var (y, last, cell) = isFolded && lengths is null && CanFuse(e.Node)
            ? Turned(Fused(e.Node, isReverse ? x.flip(0) : x, h, c, weights), isReverse)
            : StepByStep(e.Node, x, h, c, weights, isFolded ? null : gates, lengths, isReverse);
        e.Output(batchFirst ? y.transpose(0, 1).unsqueeze(2) : y.unsqueeze(1));
        e.Output(last.unsqueeze(batchFirst ? 1 : 0), 1);
        e.Output(cell.unsqueeze(batchFirst ? 1 : 0), 2);

        Tensor Initial(int input) => e.Optional(input) is { } state ? state.squeeze(batchFirst ? 1 : 0).expand(batch, -1) : zeros(batch, hidden);
    }

    public override void Slice(Slicing s)
    {
        if (s.Node.Has("hidden_size")) s.SetInteger("hidden_size", s.SizeOf(s.Weight(Recurrence), 2));
    }

    public override void Cost(CostTally t)
    {
        var steps = t.Input(0).Shape[IsBatchFirst(t.Node) ? 1 : 0];
        t.Multiply(Matrix, steps);
        t.Multiply(Recurrence, steps);
    }

    protected virtual bool CanFuse(Node node) => true;

    /// <summary>The whole sequence x [time, batch, features] by one kernel; states [batch, hidden].</summary>
    protected abstract (Tensor Y, Tensor H, Tensor C) Fused(Node node, Tensor x, Tensor h, Tensor c, CellWeights weights);

    /// <summary>One step: what W and its bias make of the input [batch, gates·hidden], and the state as R sees it.</summary>
    protected abstract (Tensor H, Tensor C) Step(Node node, Tensor projected, Tensor seen, Tensor h, Tensor c, CellWeights weights);

    private (Tensor, Tensor, Tensor) StepByStep(
        Node node, Tensor x, Tensor h, Tensor c, CellWeights weights, Tensor? gates, long[]? lengths, bool isReverse)
    {
        var projected = nn.functional.linear(x, weights.Input, weights.InputBias).unbind(0);
        var y = new Tensor[projected.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var t = isReverse ? y.Length - 1 - i : i;
            var (nextH, nextC) = Step(node, projected[t], gates is null ? h : h * gates, h, c, weights);
            if (lengths is null) (h, c, y[t]) = (nextH, nextC, nextH);
            else
            {
                var runs = tensor(lengths.Select(n => t < n).ToArray()).unsqueeze(1);
                (h, c, y[t]) = (where(runs, nextH, h), where(runs, nextC, c), where(runs, nextH, zeros_like(nextH)));
            }
        }
        return (stack(y), h, c);
    }

    private static (Tensor, Tensor, Tensor) Turned((Tensor Y, Tensor H, Tensor C) run, bool isReverse) =>
        isReverse ? (run.Y.flip(0), run.H, run.C) : run;

    private static void StartFrom(Coupling c, int index, int[] units)
    {
        if (c.IsWeight(index)) c.Own(c.Weight(index, "initial state"), 2, units, SlotRole.Follows);
        else c.Units.Join(c.Input(index).Labels[2], units, $"{c.Node} starts from it");
    }

    /// <summary>A dimension that holds several times the units, one block after the other.</summary>
    private static void Own(Coupling c, Weight weight, int dimension, int[] units, SlotRole role) =>
        c.Own(weight, dimension, [.. Enumerable.Range(0, (int)weight.Shape[dimension]).Select(i => units[i % units.Length])], role);

    private void RejectWhatIsNotUnderstood(Node node)
    {
        if (node.HasInput(7)) throw node.Rejected("has peepholes", "Export the model without peephole connections.");
        if (node.Has("clip")) throw node.Rejected("clips its activations", "Export the model without the attribute clip.");
        if (node.Integer("input_forget", 0) != 0) throw node.Rejected("couples input and forget gate", "Export the model with input_forget 0.");
        if (node.Text("direction", "forward") is not ("forward" or "reverse"))
            throw node.Rejected("runs in both directions with weights that are not constant", "Export the model with constant weights.");
        if (node.Texts("activations") is { } activations && !Understands(activations))
            throw node.Rejected($"has the activations {string.Join(", ", activations)}", "Export the model with the layer's usual activations.");
    }

    private static bool IsBatchFirst(Node node) => node.Integer("layout", 0) == 1;

    private static bool IsReverse(Node node) => node.Text("direction", "forward") == "reverse";
}

/// <summary>W [gates·hidden, features], R [gates·hidden, hidden] and both biases, gates in ONNX's order.</summary>
public sealed record CellWeights(Tensor Input, Tensor Recurrent, Tensor Biases)
{
    public Tensor InputBias => Biases.narrow(0, 0, Biases.shape[0] / 2);

    public Tensor RecurrentBias => Biases.narrow(0, Biases.shape[0] / 2, Biases.shape[0] / 2);
}
