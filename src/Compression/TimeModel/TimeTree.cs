using System.Globalization;

namespace DeepIoT.Compression.TimeModel;

/// <summary>
/// Time of the nodes of one operator: questions that end in leaves, each linear in the features with coefficients of at
/// least 0, in milliseconds, or millijoules, per unit of the feature.
/// </summary>
public abstract record TimeTree
{
    public abstract double At(ReadOnlySpan<double> figures);

    /// <summary>The tree as indented text, a rule a line.</summary>
    /// <param name="unit">`s` for time, `J` for energy.</param>
    public abstract IEnumerable<string> Rules(char unit);
}

public sealed record TimeLeaf(IReadOnlyList<double> Coefficients) : TimeTree
{
    public override double At(ReadOnlySpan<double> figures)
    {
        double time = 0;
        for (var f = 0; f < Features.Linear; f++) time += Coefficients[f] * figures[f];
        return time;
    }

    public override IEnumerable<string> Rules(char unit)
    {
        var terms = Enumerable.Range(0, Features.Linear).Where(f => Coefficients[f] > 0).Select(f => (Feature)f == Feature.Once
            ? string.Create(CultureInfo.InvariantCulture, $"{1e3 * Coefficients[f]:0.###} µ{unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{1e6 * Coefficients[f]:0.####} n{unit} · {Features.NameOf((Feature)f)}")).ToArray();
        yield return terms.Length == 0 ? "nothing measurable" : string.Join(" + ", terms);
    }
}

public sealed record TimeSplit(Question Question, TimeTree Yes, TimeTree No) : TimeTree
{
    public override double At(ReadOnlySpan<double> figures) => (Question.IsTrueOf(figures) ? Yes : No).At(figures);

    public override IEnumerable<string> Rules(char unit) =>
    [
        $"if {Question}", .. Yes.Rules(unit).Select(rule => $"  {rule}"), "else", .. No.Rules(unit).Select(rule => $"  {rule}"),
    ];
}
