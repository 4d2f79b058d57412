using DeepIoT.Protocol.V1;

namespace DeepIoT.Clustering.Health;

/// <summary>What a health address must be.</summary>
public static class HealthRules
{
    /// <summary>All problems of <paramref name="health"/>, the option Health; empty when there is none, or no address.</summary>
    /// <remarks>
    /// Plain http is taken on any address, unlike everywhere else: a probe carries no credential that could be overheard, its
    /// answers hold nothing but fixed sentences about this process, and nothing can be changed through it. Probes come from
    /// the machine that runs a container, which has neither our certificates nor a token.
    /// </remarks>
    public static IEnumerable<Problem> Problems(Uri? health) => PlainAddressRules.Problems("Health", health, 8080);
}
