using System.Diagnostics;
using Google.Protobuf;

namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>.NET's words for spans and times in OpenTelemetry's.</summary>
internal static class OtlpWords
{
    private const long NanosecondsATick = 100;

    public static Span Of(Activity activity)
    {
        var span = new Span
        {
            TraceId = Bytes(activity.TraceId.ToHexString()),
            SpanId = Bytes(activity.SpanId.ToHexString()),
            ParentSpanId = activity.ParentSpanId == default ? ByteString.Empty : Bytes(activity.ParentSpanId.ToHexString()),
            Name = activity.DisplayName,
            StartTimeUnixNano = Nanoseconds(activity.StartTimeUtc),
            EndTimeUnixNano = Nanoseconds(activity.StartTimeUtc + activity.Duration),
        };
        span.Attributes.Add(Of(activity.TagObjects));
        return span;
    }

    public static IEnumerable<Attribute> Of(IEnumerable<KeyValuePair<string, object?>> tags) =>
        tags.Where(tag => tag.Value is not null).Select(tag => new Attribute { Key = tag.Key, Value = Of(tag.Value!) });

    public static ulong Nanoseconds(DateTime utc) => (ulong)((utc - DateTime.UnixEpoch).Ticks * NanosecondsATick);

    private static Value Of(object value) => value switch
    {
        bool truth => new Value { Truth = truth },
        int whole => new Value { Whole = whole },
        long whole => new Value { Whole = whole },
        double real => new Value { Real = real },
        _ => new Value { Text = value.ToString() },
    };

    private static ByteString Bytes(string hex) => ByteString.CopyFrom(Convert.FromHexString(hex));
}
