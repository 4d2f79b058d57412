using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>One input of a model.</summary>
/// <param name="Dimensions">-1 where the size is left open.</param>
/// <param name="Symbols">Name of each open dimension, empty where the model gives none.</param>
public sealed record ModelInput(string Name, TensorElementType? Type, IReadOnlyList<int> Dimensions, IReadOnlyList<string> Symbols)
{
    public static ModelInput Of(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new(name, metadata.ElementDataType, metadata.Dimensions, metadata.SymbolicDimensions)
        : new(name, null, [], []);

    /// <summary>The shape for a batch, and what stands against it; the shape is of use only when nothing does.</summary>
    public (long[] Shape, IReadOnlyList<string> Problems) Shape(int batch)
    {
        var problems = new List<string>();
        if (Type is null)
            problems.Add($"input `{Name}` is no tensor: only tensors can be filled with made-up values");
        else if (!RandomInputs.CanFill(Type.Value))
            problems.Add($"input `{Name}` holds {Type}: only numbers and booleans can be made up");
        for (var i = 1; i < Dimensions.Count; i++)
        {
            if (Dimensions[i] < 0)
                problems.Add($"dimension {i} ({Symbol(i)}) of input `{Name}` is dynamic: only the first, the batch, may be; export the model with a fixed size");
        }
        if (batch > 1 && Dimensions is [>= 0 and var first, ..] && first != batch)
            problems.Add($"input `{Name}` has a fixed first dimension of {first} and cannot be measured with a batch of {batch}; ask for batch {first} or export it dynamic");
        return ([.. Dimensions.Select(size => size < 0 ? batch : (long)size)], problems);
    }

    private string Symbol(int dimension) =>
        Symbols.ElementAtOrDefault(dimension) is { Length: > 0 } symbol ? $"`{symbol}`" : "unnamed";
}
