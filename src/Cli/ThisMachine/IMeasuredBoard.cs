namespace DeepIoT.Cli.ThisMachine;

/// <summary>Where models are measured without a coordinator: this machine, or a board that a command reaches.</summary>
public interface IMeasuredBoard
{
    /// <param name="models">ONNX files by name; a name is one of a file.</param>
    /// <returns>Each, as soon as it is measured; all, or an exception tells why not.</returns>
    IAsyncEnumerable<MeasuredModel> MeasureAsync(IReadOnlyList<(string Name, byte[] Onnx)> models, CancellationToken cancellation);
}

/// <summary>The median time of one inference on a board of a class.</summary>
public sealed record MeasuredModel(string Name, string BoardClass, double MedianMs, bool IsTainted);
