namespace DeepIoT.Compression.Tasks;

/// <summary>How sequences are read out of scores, and what counts as one error.</summary>
/// <param name="Beam">Prefixes that are followed at each time; 1 takes the best path.</param>
/// <param name="Separator">Token between words, which are then what is counted; null counts tokens.</param>
public sealed record Decoding(int Beam = 1, int? Separator = null)
{
    public static Decoding Greedy { get; } = new();
}
