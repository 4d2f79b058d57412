using DeepIoT.Compression.Critic;

namespace DeepIoT.Compression.Compressor;

/// <summary>A compression method by the name that campaigns use.</summary>
public abstract record Method(string Name, string Summary)
{
    public static IReadOnlyList<Method> All { get; } =
    [
        new Method<ShrinkingOptions>("taylor", "removes the units whose gates matter least to the loss, with distillation",
            ShrinkingOptions.Read, (input, options) => new TaylorSearch(input, options)),
        new Method<PathwiseOptions>("compressor", "DeepIoT's LSTM compressor trained by pathwise gradients, with distillation",
            PathwiseOptions.Read, (input, options) => new PathwiseSearch(input, options)),
        new Method<DeepIotOptions>("deepiot", "the paper's compressor and critic, faithful to the authors' program",
            DeepIotOptions.Read, (input, options) => new DeepIotSearch(input, options))
        {
            DefaultIterations = 17_000,
            Distils = false,
        },
        new Method<ShrinkingOptions>("magnitude", "removes the units of smallest weight norm; a baseline",
            ShrinkingOptions.Read, (input, options) => new MagnitudeSearch(input, options)),
    ];

    /// <summary>Search iterations when a campaign names none.</summary>
    public int DefaultIterations { get; init; } = 1_000;

    /// <summary>Whether it learns from the uncompressed network, and not from labels alone.</summary>
    public bool Distils { get; init; } = true;

    public static Method? Find(string name) => All.SingleOrDefault(m => m.Name == name);

    /// <summary>What in the choice of a method and its options needs labels; `auto` needs none.</summary>
    public static IEnumerable<Problem> NeedsForLabels(string name, IReadOnlyDictionary<string, string> given)
    {
        if (Find(name) is { Distils: false })
        {
            yield return new Problem("search.method", $"'{name}' learns from labels alone, and the data has none",
                $"Choose one of {string.Join(", ", All.Where(m => m.Distils).Select(m => m.Name))}, or give labels.");
        }
        else if (new MethodOptions(given).Real("alpha", 1, 0, 1) != 1)
        {
            yield return new Problem("search.options.alpha", $"'{given["alpha"]}' learns from labels, and the data has none", "Leave it out: without labels it is 1.");
        }
    }

    /// <summary>The options for data without labels.</summary>
    public static IReadOnlyDictionary<string, string> WithoutLabels(IReadOnlyDictionary<string, string> given) =>
        new Dictionary<string, string>(given) { ["alpha"] = "1" };

    /// <summary>Loss of the fine-tuning that follows the search.</summary>
    public Distillation FinetuningWith(IReadOnlyDictionary<string, string> given) =>
        Distils ? new MethodOptions(given).Distillation() : Distillation.None;

    /// <summary>What is wrong with options given to this method.</summary>
    public abstract IReadOnlyList<Problem> ProblemsOf(IReadOnlyDictionary<string, string> given);

    /// <summary>Begins a search with options that have no problems.</summary>
    public abstract ISearch Start(SearchInput input, IReadOnlyDictionary<string, string> given);
}

internal sealed record Method<TOptions>(
    string Name, string Summary, Func<MethodOptions, TOptions> Read, Func<SearchInput, TOptions, ISearch> Begin) : Method(Name, Summary)
{
    public override IReadOnlyList<Problem> ProblemsOf(IReadOnlyDictionary<string, string> given)
    {
        var options = new MethodOptions(given);
        Read(options);
        return options.Problems(Name);
    }

    public override ISearch Start(SearchInput input, IReadOnlyDictionary<string, string> given) => Begin(input, Read(new MethodOptions(given)));
}
