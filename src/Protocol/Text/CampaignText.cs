using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DeepIoT.Protocol.Parsing;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Protocol.Text;

/// <summary>A campaign as the campaign file that `deepiot submit` takes, for whoever has the same files.</summary>
public static class CampaignText
{
    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(CampaignSpec spec)
    {
        var text = new StringBuilder()
            .Append("name: ").AppendLine(Quoted(spec.Name))
            .Append("model: ").AppendLine(Quoted(spec.Model.Name))
            .Append("task: ").AppendLine(Words.Of(spec.Task));
        if (spec.Priority is Priority.Low or Priority.High)
            text.Append("priority: ").AppendLine(Words.Of(spec.Priority));
        Data(text, spec.Data);
        text.AppendLine("accuracy:").Append("  maxDrop: ").AppendLine(Number(spec.MaxDropPoints));
        if (spec.Decoding is { Beam: > 1 } beams)
            text.Append("  beam: ").AppendLine(Number(beams.Beam));
        if (spec.Decoding is { Separator: > 0 } words)
            text.Append("  separator: ").AppendLine(Number(words.Separator));
        text.AppendLine("targets:");
        foreach (var target in spec.Targets)
            text.Append("  - { kind: ").Append(Words.Of(target.Kind)).Append(target.Kind.IsOnBoard() ? $", board: {Quoted(target.BoardClass)}" : "").Append(", atMost: ").Append(Limit(target)).AppendLine(" }");
        Search(text, spec.Search);
        return text.ToString();
    }

    private static void Data(StringBuilder text, DataSpec data)
    {
        text.AppendLine("data:").Append("  format: ").AppendLine(Words.Of(data.Format));
        Part(text, "train", data.Train);
        if (data.Test is { } test)
            Part(text, "test", test);
        if (data.TestShare > 0)
            text.Append("  testShare: ").AppendLine(Percent(data.TestShare));
        if (data.ValidationShare > 0)
            text.Append("  validationShare: ").AppendLine(Percent(data.ValidationShare));
        if (data.Scale is > 0 and not 1)
            text.Append("  scale: ").AppendLine(Number(data.Scale));
        if (data.Unlabelled)
            text.AppendLine("  labels: none");
    }

    private static void Part(StringBuilder text, string name, DataPart part)
    {
        text.Append("  ").Append(name).AppendLine(":").Append("    inputs: ").AppendLine(Quoted(part.Inputs.Name));
        if (part.Labels is { } labels)
            text.Append("    labels: ").AppendLine(Quoted(labels.Name));
        if (part.InputsMember.Length > 0)
            text.Append("    inputsMember: ").AppendLine(Quoted(part.InputsMember));
        if (part.LabelsMember.Length > 0)
            text.Append("    labelsMember: ").AppendLine(Quoted(part.LabelsMember));
    }

    private static void Search(StringBuilder text, SearchSpec search)
    {
        text.AppendLine("search:")
            .Append("  method: ").AppendLine(search.Method)
            .Append("  trials: ").AppendLine(Number(search.Trials))
            .Append("  epochs: ").AppendLine(Number(search.Epochs))
            .Append("  seed: ").AppendLine(search.Seed.ToString(CultureInfo.InvariantCulture));
        if (search.Iterations > 0)
            text.Append("  iterations: ").AppendLine(Number(search.Iterations));
        if (search.Scheduler.Length > 0)
            text.Append("  scheduler: ").AppendLine(search.Scheduler);
        if (search.WarmStart.Length > 0)
            text.Append("  warmStart: ").AppendLine(Quoted(search.WarmStart));
        if (search.Options.Count == 0)
            return;
        text.AppendLine("  options:");
        foreach (var (name, value) in search.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
            text.Append("    ").Append(Quoted(name)).Append(": ").AppendLine(Quoted(value));
    }

    private static string Limit(Target target) => target.LimitCase switch
    {
        Target.LimitOneofCase.Share => Percent(target.Share),
        Target.LimitOneofCase.AtMost => Number(target.AtMost) + target.Kind switch
        {
            TargetKind.Size => " B",
            TargetKind.Latency => " ms",
            TargetKind.Energy => " mJ",
            _ => "",
        },
        _ => "smallest",
    };

    // Decimals know no exponents, and a hundred of them are exact.
    private static string Number(double value) => ((decimal)value).ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => $"{((decimal)share * 100).ToString("0.############", CultureInfo.InvariantCulture)}%";

    /// <summary>What JSON calls a text, YAML does too.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Escaping);
}
