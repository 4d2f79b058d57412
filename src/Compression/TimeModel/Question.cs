using System.Globalization;

namespace DeepIoT.Compression.TimeModel;

/// <summary>What a tree asks of a node: whether a figure is at most a limit, or a whole multiple of a number of channels.</summary>
public sealed record Question(Feature Feature, double? AtMost, int? MultipleOf)
{
    public bool IsTrueOf(ReadOnlySpan<double> figures)
    {
        var figure = figures[(int)Feature];
        return AtMost is { } limit ? figure <= limit : Math.Ceiling(figure) % MultipleOf!.Value == 0;
    }

    public override string ToString() => AtMost is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"{Features.NameOf(Feature)} ≤ {limit:0.##}")
        : string.Create(CultureInfo.InvariantCulture, $"{Features.NameOf(Feature)} a multiple of {MultipleOf}");
}
