using System.Net;
using DeepIoT.Coordinator.Tests.Artifacts;
using DeepIoT.Tests.Postgres;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>A PostgreSQL server and a store that speaks S3, both reached by pods, and the secrets that name them.</summary>
internal sealed class PodStorage : IAsyncDisposable
{
    private const string Bucket = "artifacts", Prefix = "deepiot";

    private readonly PostgresServer _database;
    private readonly S3Server _store;

    private PodStorage(PostgresServer database, string connection, S3Server store)
    {
        (_database, _store) = (database, store);
        Secrets = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["deepiot-database"] = new Dictionary<string, string> { ["connection"] = connection },
            ["deepiot-artifacts"] = new Dictionary<string, string>
            {
                ["store"] = $"s3://{Bucket}/{Prefix}",
                ["endpoint"] = store.Address.ToString(),
                ["access-key-id"] = "S3RVER",
                ["secret-access-key"] = "S3RVER",
            },
        };
    }

    /// <summary>Name of a secret → key → value.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Secrets { get; }

    /// <summary>Skips the test where one of the two is missing.</summary>
    /// <param name="at">Address by which pods reach them.</param>
    public static async Task<PodStorage> StartAsync(IPAddress at)
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var store = await S3Server.Start(at);
        Skip.If(store is null, S3Server.Missing);
        var database = new PostgresServer();
        await database.InitializeAsync();
        var connection = await database.NewDatabaseAsync();
        return new PodStorage(database, connection.Replace("127.0.0.1", $"{at}", StringComparison.Ordinal), store);
    }

    /// <summary>Whether an artifact is an object of the store.</summary>
    public bool Has(string sha256) => File.Exists(_store.FileOf($"{Prefix}/{sha256}"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
