namespace DeepIoT.Compression.Data.Formats;

/// <summary>What an array file declares before its values; values follow in row-major order.</summary>
internal sealed record ArrayHeader(NumericType Type, bool BigEndian, long[] Shape)
{
    /// <summary>Most values one array may have: 2 GiB once they are float32.</summary>
    public const long MostValues = 1L << 29;

    public int ElementSize => Type switch
    {
        NumericType.Bool or NumericType.UInt8 or NumericType.Int8 => 1,
        NumericType.UInt16 or NumericType.Int16 or NumericType.Float16 => 2,
        NumericType.UInt32 or NumericType.Int32 or NumericType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Product of the shape.</summary>
    /// <exception cref="RejectedException">The product is above <see cref="MostValues"/>.</exception>
    public long Count(string field)
    {
        var count = 1L;
        foreach (var n in Shape)
        {
            if (n != 0 && count > MostValues / n)
                throw new RejectedException(field, $"the declared shape {Dimensions.Text(Shape)} has more than {MostValues} values", "Use fewer or smaller samples");
            count *= n;
        }
        return count;
    }
}
