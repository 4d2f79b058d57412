using DeepIoT.Tests.Postgres;

namespace DeepIoT.Coordinator.Tests.Storage;

/// <summary>Tests that share one PostgreSQL server, each with a database of its own.</summary>
[CollectionDefinition(nameof(OnPostgres))]
public sealed class OnPostgres : ICollectionFixture<PostgresServer>;
