namespace DeepIoT.Protocol.Parsing;

public static class ParsedConversions
{
    public static Parsed<T?> AsNullable<T>(this Parsed<T> parsed)
        where T : struct => parsed.Complaint is { } complaint ? complaint : (T?)parsed.Value;

    public static Parsed<TOut> As<TIn, TOut>(this Parsed<TIn> parsed, Func<TIn, TOut> convert) =>
        parsed.Complaint is { } complaint ? complaint : convert(parsed.Value);
}
