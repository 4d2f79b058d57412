using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Compressor;

/// <summary>
/// The paper's compressor: an LSTM that reads the weights of one unit group a step, in graph order, and emits the
/// group's keep logits. v_k = Wa_k·W_k·Wb_k, h_k = LSTM(v_k, h_{k−1}), logits = h_k·M_k + offset. Branches that share a
/// mask are one group: their weights are stacked along the rows of W_k. DeepIoT (SenSys 2017), section 4.2.
/// </summary>
public sealed class LstmCompressor : KeepLogits
{
    /// <summary>Width of the LSTM and of its input, as in the authors' program.</summary>
    private const int Width = 64;

    // Parameters: input, recurrent and bias of the cell, then for each group M_k, Wb_k and a Wa_k for each producer.
    private const int OfCell = 3;

    private readonly double _offset;
    private IReadOnlyList<UnitRows>[] _producers;

    public LstmCompressor(ModelGraph graph, Generator generator, double offset)
    {
        using var scope = NewDisposeScope();
        _offset = offset;
        _producers = ProducersIn(graph);
        Add(TruncatedNormal([Width, 4 * Width], Width + (4 * Width), generator));
        Add(TruncatedNormal([Width, 4 * Width], Width + (4 * Width), generator));
        Add(zeros(4 * Width));
        for (var k = 0; k < graph.Groups.Count; k++)
        {
            var units = graph.Groups[k].Units;
            Add(TruncatedNormal([Width, units], Width + units, generator));
            Add(TruncatedNormal([units, Width], units + Width, generator));
            var rows = _producers[k].Sum(p => p.Shape.Aggregate(1L, (a, b) => a * b));
            foreach (var producer in _producers[k]) Add(TruncatedNormal(producer.Shape, 1 + rows, generator));
        }
        Relabel(graph);
    }

    public override Tensor[] Of(Network network)
    {
        var (h, c) = (zeros(1, Width), zeros(1, Width));
        var logits = new Tensor[_producers.Length];
        var next = OfCell;
        for (var k = 0; k < logits.Length; k++)
        {
            var (emit, project) = (Parameter(next++), Parameter(next++));
            Tensor? seen = null;
            foreach (var producer in _producers[k])
            {
                var part = producer.Rows(network.Weights[producer.Weight.Name]).mv(Parameter(next++).view(-1));
                seen = seen is null ? part : seen.Plus(part);
            }
            (h, c) = Cell(seen!.unsqueeze(0).matmul(project), h, c);
            logits[k] = h.matmul(emit).squeeze(0).Plus(Number(_offset));
        }
        return logits;
    }

    protected override IEnumerable<int[]?[]> LabelsFor(ModelGraph graph)
    {
        for (var i = 0; i < OfCell; i++) yield return [];
        foreach (var group in graph.Groups)
        {
            yield return [null, LabelsOf(group)];
            yield return [LabelsOf(group), null];
            foreach (var producer in _producers[group.Index]) yield return producer.Labels;
        }
    }

    protected override void Relabel(ModelGraph graph)
    {
        _producers = ProducersIn(graph);
        base.Relabel(graph);
    }

    private static IReadOnlyList<UnitRows>[] ProducersIn(ModelGraph graph) =>
        [.. graph.Groups.Select(g => UnitRows.ProducersOf(g, graph))];

    private (Tensor H, Tensor C) Cell(Tensor v, Tensor h, Tensor c)
    {
        var gates = v.matmul(Parameter(0)).Plus(h.matmul(Parameter(1))).Plus(Parameter(2)).chunk(4, 1);
        // Forget bias +1, so that the view of earlier layers lasts from the start.
        var cell = (sigmoid(gates[1].Plus(Number(1))) * c).Plus(sigmoid(gates[0]) * tanh(gates[2]));
        return (sigmoid(gates[3]) * tanh(cell), cell);
    }

    /// <summary>σ = √(2 / fans), cut off at two σ.</summary>
    private static Tensor TruncatedNormal(long[] shape, double fans, Generator generator)
    {
        const double CutOff = 0.95449973610364158;
        var uniform = rand(shape, generator: generator).mul_(Number(2 * CutOff)).sub_(Number(CutOff));
        return special.erfinv(uniform).mul_(Number(Math.Sqrt(2) * Math.Sqrt(2 / fans)));
    }
}
