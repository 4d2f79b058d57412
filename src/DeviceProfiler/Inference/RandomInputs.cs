using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>
/// Made-up input values from a seed: numbers with a fraction are uniform in [-1, 1), all others 0 or 1, which
/// are valid as booleans and as indices of any table with two rows.
/// </summary>
public static class RandomInputs
{
    public static bool CanFill(TensorElementType type) => type is
        TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16
        or TensorElementType.Int8 or TensorElementType.Int16 or TensorElementType.Int32 or TensorElementType.Int64
        or TensorElementType.UInt8 or TensorElementType.UInt16 or TensorElementType.UInt32 or TensorElementType.UInt64
        or TensorElementType.Bool;

    /// <param name="bytes">The tensor's memory, filled in place.</param>
    public static void Fill(Span<byte> bytes, TensorElementType type, Random random)
    {
        switch (type)
        {
            case TensorElementType.Float: Fractions<float>(bytes, random, value => (float)value); break;
            case TensorElementType.Double: Fractions<double>(bytes, random, value => value); break;
            case TensorElementType.Float16: Fractions<Half>(bytes, random, value => (Half)value); break;
            // The upper half of a float's bits.
            case TensorElementType.BFloat16: Fractions<ushort>(bytes, random, value => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)); break;
            case TensorElementType.Int16 or TensorElementType.UInt16: Bits<short>(bytes, random); break;
            case TensorElementType.Int32 or TensorElementType.UInt32: Bits<int>(bytes, random); break;
            case TensorElementType.Int64 or TensorElementType.UInt64: Bits<long>(bytes, random); break;
            case TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Bool: Bits<sbyte>(bytes, random); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "no values can be made up for it");
        }
    }

    private static void Fractions<T>(Span<byte> bytes, Random random, Func<double, T> convert)
        where T : unmanaged
    {
        foreach (ref var value in MemoryMarshal.Cast<byte, T>(bytes))
            value = convert(2 * random.NextDouble() - 1);
    }

    private static void Bits<T>(Span<byte> bytes, Random random)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        foreach (ref var value in MemoryMarshal.Cast<byte, T>(bytes))
            value = T.CreateTruncating(random.Next(2));
    }
}
