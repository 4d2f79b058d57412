using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Reports;

/// <summary>The results as they are on the wire, in protobuf's JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation());

    public static string Of(ResultsReply results) => Formatter.Format(results);
}
