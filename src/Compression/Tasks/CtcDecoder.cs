namespace DeepIoT.Compression.Tasks;

/// <summary>Reads token sequences out of scores over time, where token 0 is the blank, and compares them.</summary>
public static class CtcDecoder
{
    private const int Blank = 0;

    /// <summary>The best path: repeats merged, blanks left out.</summary>
    /// <param name="best">The best token at each time.</param>
    public static int[] Greedy(ReadOnlySpan<long> best)
    {
        var tokens = new List<int>();
        for (var t = 0; t < best.Length; t++)
        {
            if (best[t] != Blank && (t == 0 || best[t] != best[t - 1])) tokens.Add((int)best[t]);
        }
        return [.. tokens];
    }

    /// <summary>
    /// The most probable sequence among the best <paramref name="width"/> prefixes at each time; a prefix sums over all
    /// paths that spell it (Graves and Jaitly 2014).
    /// </summary>
    /// <param name="logProbabilities">Of each token at each time, row-major [time, tokens].</param>
    public static int[] Beam(ReadOnlySpan<float> logProbabilities, int tokens, int width)
    {
        var beam = new Dictionary<Prefix, (double Blank, double Token)> { [Prefix.Empty] = (0, double.NegativeInfinity) };
        for (var t = 0; t < logProbabilities.Length / tokens; t++)
        {
            var next = new Dictionary<Prefix, (double Blank, double Token)>();
            var row = logProbabilities.Slice(t * tokens, tokens);
            foreach (var (prefix, (blank, token)) in beam)
            {
                Add(next, prefix, LogSum(blank, token) + row[Blank], double.NegativeInfinity);
                // The same token again is a repeat, unless a blank came between.
                if (prefix.Last != Blank) Add(next, prefix, double.NegativeInfinity, token + row[prefix.Last]);
                for (var k = 1; k < tokens; k++)
                    Add(next, prefix.With(k), double.NegativeInfinity, (k == prefix.Last ? blank : LogSum(blank, token)) + row[k]);
            }
            beam = next.OrderByDescending(entry => LogSum(entry.Value.Blank, entry.Value.Token)).Take(width).ToDictionary();
        }
        return beam.MaxBy(entry => LogSum(entry.Value.Blank, entry.Value.Token)).Key.Tokens;
    }

    /// <summary>Tokens or words to insert, delete or replace to turn one sequence into the other (Levenshtein 1966).</summary>
    public static int Distance<T>(ReadOnlySpan<T> from, ReadOnlySpan<T> to)
        where T : IEquatable<T>
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j < row.Length; j++) row[j] = j;
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (from[i].Equals(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], row[j + 1]));
            }
        }
        return row[^1];
    }

    /// <summary>The tokens of a target without its filling.</summary>
    public static int[] TokensOf(ReadOnlySpan<float> target)
    {
        var tokens = new List<int>(target.Length);
        foreach (var token in target)
        {
            if (token != SequenceTask.Filler) tokens.Add((int)token);
        }
        return [.. tokens];
    }

    /// <summary>The runs of tokens between separators, each as a text that compares; empty ones count for nothing.</summary>
    public static string[] Words(ReadOnlySpan<int> tokens, int separator)
    {
        var spelled = new char[tokens.Length];
        for (var i = 0; i < tokens.Length; i++) spelled[i] = (char)tokens[i];
        return new string(spelled).Split((char)separator, StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Add(Dictionary<Prefix, (double Blank, double Token)> beam, Prefix prefix, double blank, double token)
    {
        var known = beam.GetValueOrDefault(prefix, (double.NegativeInfinity, double.NegativeInfinity));
        beam[prefix] = (LogSum(known.Item1, blank), LogSum(known.Item2, token));
    }

    private static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }

    private sealed record Prefix(string Spelling, int Last)
    {
        public static Prefix Empty { get; } = new("", Blank);

        // Tokens are class numbers below 65 536: one character each, so that prefixes compare as strings.
        public int[] Tokens => [.. Spelling.Select(c => (int)c)];

        public Prefix With(int token) => new(Spelling + (char)token, token);
    }
}
