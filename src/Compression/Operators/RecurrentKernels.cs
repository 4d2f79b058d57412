using static TorchSharp.torch;

namespace DeepIoT.Compression.Operators;

/// <summary>
/// LibTorch's fused recurrent kernels as functions of their weights. TorchSharp has them only inside modules that own
/// their weights, where no gate could be folded in; TorchScript reaches them, differentiably. Weights come in ONNX's
/// order of gates and are turned into Torch's on the way.
/// </summary>
internal static class RecurrentKernels
{
    // The last line must end, or the parser misses it.
    private const string Script = """
        def ifgo(w: Tensor) -> Tensor:
            i, o, f, g = torch.chunk(w, 4, 0)
            return torch.cat([i, f, g, o], 0)

        def rzn(w: Tensor) -> Tensor:
            z, r, n = torch.chunk(w, 3, 0)
            return torch.cat([r, z, n], 0)

        def lstm(x: Tensor, h: Tensor, c: Tensor, w: Tensor, r: Tensor, bw: Tensor, br: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
            return torch.lstm(x, [h, c], [ifgo(w), ifgo(r), ifgo(bw), ifgo(br)], True, 1, 0.0, True, False, False)

        def gru(x: Tensor, h: Tensor, w: Tensor, r: Tensor, bw: Tensor, br: Tensor) -> Tuple[Tensor, Tensor]:
            return torch.gru(x, h, [rzn(w), rzn(r), rzn(bw), rzn(br)], True, 1, 0.0, True, False, False)

        def rnn_tanh(x: Tensor, h: Tensor, w: Tensor, r: Tensor, bw: Tensor, br: Tensor) -> Tuple[Tensor, Tensor]:
            return torch.rnn_tanh(x, h, [w, r, bw, br], True, 1, 0.0, True, False, False)

        def rnn_relu(x: Tensor, h: Tensor, w: Tensor, r: Tensor, bw: Tensor, br: Tensor) -> Tuple[Tensor, Tensor]:
            return torch.rnn_relu(x, h, [w, r, bw, br], True, 1, 0.0, True, False, False)

        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile(Script));

    /// <summary>x [time, batch, features], h and c [batch, hidden] → Y [time, batch, hidden], last H and C [batch, hidden].</summary>
    public static (Tensor Y, Tensor H, Tensor C) Lstm(Tensor x, Tensor h, Tensor c, CellWeights weights)
    {
        var (y, last, cell) = Unit.Value.invoke<(Tensor, Tensor, Tensor)>("lstm", x, h.unsqueeze(0), c.unsqueeze(0),
            weights.Input, weights.Recurrent, weights.InputBias, weights.RecurrentBias);
        return (y, last.squeeze(0), cell.squeeze(0));
    }

    public static (Tensor Y, Tensor H) Gru(Tensor x, Tensor h, CellWeights weights) => Simple("gru", x, h, weights);

    public static (Tensor Y, Tensor H) Rnn(Tensor x, Tensor h, CellWeights weights, bool isRelu) =>
        Simple(isRelu ? "rnn_relu" : "rnn_tanh", x, h, weights);

    private static (Tensor, Tensor) Simple(string kernel, Tensor x, Tensor h, CellWeights weights)
    {
        var (y, last) = Unit.Value.invoke<(Tensor, Tensor)>(kernel, x, h.unsqueeze(0),
            weights.Input, weights.Recurrent, weights.InputBias, weights.RecurrentBias);
        return (y, last.squeeze(0));
    }
}
