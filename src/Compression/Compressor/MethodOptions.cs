using System.Globalization;
using DeepIoT.Compression.Critic;

namespace DeepIoT.Compression.Compressor;

/// <summary>Options of a method as a campaign gives them; remembers what was wrong and what nobody asked for.</summary>
public sealed class MethodOptions(IReadOnlyDictionary<string, string> given)
{
    private readonly HashSet<string> _known = [];
    private readonly List<Problem> _problems = [];

    public int? OptionalWhole(string name, int least) =>
        Read(name, text => int.TryParse(text, CultureInfo.InvariantCulture, out var n) && n >= least ? n : (int?)null, $"a whole number of at least {least}");

    public double Real(string name, double otherwise, double least, double most) =>
        Read(name, text => double.TryParse(text, CultureInfo.InvariantCulture, out var x) && x >= least && x <= most ? x : (double?)null,
            string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")) ?? otherwise;

    /// <summary>The first choice is the default.</summary>
    public string Choice(string name, params string[] choices)
    {
        _known.Add(name);
        if (!given.TryGetValue(name, out var text)) return choices[0];
        if (!choices.Contains(text)) Refuse(name, text, $"one of {string.Join(", ", choices)}");
        return text;
    }

    public Distillation Distillation() => new(Real("alpha", 0.9, 0, 1), Real("temperature", 4, 0.1, 100));

    /// <summary>Whether rare classes weigh as much in the loss as frequent ones.</summary>
    public bool Balances() => Choice("classWeights", "none", "balanced") == "balanced";

    /// <summary>How training samples are distorted; null when `turn`, `zoom`, `shift` and `blend` are all absent or 0 and nothing is mirrored.</summary>
    public Distortion? Distortion()
    {
        var distortion = new Distortion(Real("turn", 0, 0, 180), Real("zoom", 0, 0, 0.5), Real("shift", 0, 0, 0.5),
            Mirrors: Choice("mirror", "none", "horizontal") == "horizontal", Blend: Real("blend", 0, 0, 0.5));
        return distortion == new Distortion(0, 0, 0) ? null : distortion;
    }

    /// <summary>Everything wrong with the options, after a method has read its own.</summary>
    public IReadOnlyList<Problem> Problems(string method) =>
    [
        .. _problems,
        .. given.Keys.Where(name => !_known.Contains(name)).Order(StringComparer.Ordinal).Select(name => new Problem(
            $"search.options.{name}", $"is not an option of method '{method}'",
            $"Known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.")),
    ];

    private T? Read<T>(string name, Func<string, T?> read, string wanted) where T : struct
    {
        _known.Add(name);
        if (!given.TryGetValue(name, out var text)) return null;
        var value = read(text);
        if (value is null) Refuse(name, text, wanted);
        return value;
    }

    private void Refuse(string name, string text, string wanted) =>
        _problems.Add(new Problem($"search.options.{name}", $"'{text}' is not {wanted}", $"Give {wanted}."));
}
