using static TorchSharp.torch;

namespace DeepIoT.Compression;

/// <summary>
/// Tensors in memory that Torch allocates. A tensor made of an array lies where the garbage collector put the array;
/// kernels round differently by alignment, and the same trial would end with other bits.
/// </summary>
internal static class TorchMemory
{
    public static Tensor Of(float[] values, params long[] shape)
    {
        using var onArray = tensor(values, shape, ScalarType.Float32);
        return onArray.clone();
    }

    public static Tensor Of(double[] values, params long[] shape)
    {
        using var onArray = tensor(values, shape, ScalarType.Float64);
        return onArray.clone();
    }

    /// <summary>The values in row-major order; TorchSharp's own accessor fails on a tensor without any.</summary>
    public static T[] ValuesOf<T>(Tensor tensor) where T : unmanaged =>
        tensor.numel() == 0 ? [] : tensor.contiguous().data<T>().ToArray();
}
