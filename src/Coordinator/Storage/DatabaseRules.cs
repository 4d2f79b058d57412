using DeepIoT.Protocol.V1;
using Npgsql;

namespace DeepIoT.Coordinator.Storage;

/// <summary>What is wrong with a database that coordinators are to share.</summary>
internal static class DatabaseRules
{
    private const string Example = "Host=127.0.0.1;Database=deepiot;Username=deepiot";

    /// <param name="artifacts">Folder or store of their artifacts; null where each would have its own.</param>
    public static IEnumerable<Problem> Problems(string connection, string? artifacts)
    {
        if (artifacts is null)
        {
            yield return Of(
                nameof(CoordinatorOptions.ArtifactFolder),
                "coordinators that share a database share their artifacts as well, and there is none",
                "Give a folder that all of them see, or an ArtifactStore");
        }

        if (Unreachable(connection) is { } reason)
            yield return Of(nameof(CoordinatorOptions.Database), reason, $"Give a connection string of a PostgreSQL 15 or later that runs, such as {Example}");
    }

    // Asked beforehand, because what is wrong with it is the user's to mend.
    private static string? Unreachable(string connection)
    {
        try
        {
            using var open = new NpgsqlConnection(connection);
            open.Open();
            return null;
        }
        catch (ArgumentException e)
        {
            return $"it is no connection string: {e.Message.TrimEnd('.')}";
        }
        catch (NpgsqlException e)
        {
            return $"the database cannot be opened: {e.Message.TrimEnd('.')}";
        }
    }

    private static Problem Of(string field, string reason, string remedy) => new() { Field = field, Reason = reason, Remedy = remedy };
}
