using DeepIoT.Clustering;
using DeepIoT.Clustering.Health;
using DeepIoT.Clustering.Telemetry;
using DeepIoT.Clustering.Tls;
using DeepIoT.Compression;
using DeepIoT.Protocol;

namespace DeepIoT.TrainerNode;

/// <summary>Finds everything that is wrong with a trainer's options before anything is started.</summary>
public static class TrainerOptionsCheck
{
    public static IReadOnlyList<Problem> Problems(TrainerOptions options) =>
    [
        .. Coordinator(options.Coordinator),
        .. Seeds(options.Seeds),
        .. Require(!string.IsNullOrWhiteSpace(options.Name) && options.Name.Length <= 100, nameof(options.Name), "it is empty or longer than 100 characters", "Give a short name, such as the host's"),
        .. Require(options.Slots is >= 1 and <= 1024, nameof(options.Slots), $"{options.Slots} is not between 1 and 1024", "Give the number of trials to run at once, at most one per core"),
        .. CacheFolder(options.CacheFolder),
        .. ClusterTlsRules.Problems(options.ClusterCertificate, options.ClusterCertificateKey, options.ClusterAuthority, (nameof(options.ClusterHost), options.ClusterHost), (nameof(options.ClusterBind), options.ClusterBind))
            .Select(problem => new Problem(problem.Field, problem.Reason, problem.Remedy)),
        .. Require(options.CoordinatorAbsence > TimeSpan.Zero, nameof(options.CoordinatorAbsence), $"{options.CoordinatorAbsence} is no span of time", "Use 00:00:15"),
        .. Require(options.ClusterPort is >= 0 and <= 65535, nameof(options.ClusterPort), $"{options.ClusterPort} is no port", "Use 0 for a free one, or a number up to 65535"),
        .. HealthRules.Problems(options.Health).Concat(MetricsRules.Problems(options.Metrics)).Select(problem => new Problem(problem.Field, problem.Reason, problem.Remedy)),
    ];

    private static IEnumerable<Problem> Coordinator(CoordinatorAddresses coordinator) => Require(
        coordinator.AreUsable,
        nameof(TrainerOptions.Coordinator), $"{coordinator} is no address of a coordinator", "Give a URL such as http://127.0.0.1:5080, several with commas between");

    private static IEnumerable<Problem> Seeds(string[] seeds) =>
    [
        .. Require(seeds.Length > 0, nameof(TrainerOptions.Seeds), "there is none", "Name at least one node to join, such as 127.0.0.1:4053"),
        .. seeds.Where(seed => !ClusterAddress.IsSeed(seed))
            .Select(seed => new Problem(nameof(TrainerOptions.Seeds), $"`{seed}` does not read host:port", "Write it like 127.0.0.1:4053")),
    ];

    private static IEnumerable<Problem> CacheFolder(string folder)
    {
        string? reason = null;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reason = e.Message.TrimEnd('.');
        }
        return Require(reason is null, nameof(TrainerOptions.CacheFolder), $"{reason}", "Give a folder that this user may write");
    }

    private static IEnumerable<Problem> Require(bool fine, string field, string reason, string remedy) =>
        fine ? [] : [new Problem(field, reason, remedy)];
}
