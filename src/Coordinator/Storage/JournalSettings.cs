namespace DeepIoT.Coordinator.Storage;

/// <summary>Where the journal and its snapshots lie, as Akka.Persistence.Sql wants to be told.</summary>
internal static class JournalSettings
{
    /// <summary>Makes what the journal lies in, and says how it is reached.</summary>
    public static string Prepare(CoordinatorOptions options)
    {
        if (options.Database is { } shared)
        {
            new PostgresDatabase(shared).Create(Tables);
            return Of(shared, "PostgreSQL.15", writers: 4, makesTables: false);
        }

        var file = Path.Combine(options.DataFolder, "journal.db");
        _ = new SqliteDatabase(file);
        return Of(SqliteDatabase.Connection(file), "SQLite.MS", writers: 1, makesTables: true);
    }

    // As Akka.Persistence.Sql 1.5 makes them. It would make them itself, but several coordinators that start at once
    // would do so at once.
    private static readonly string[] Tables =
    [
        """
        CREATE TABLE IF NOT EXISTS journal (
            ordering BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, created BIGINT NOT NULL, deleted BOOLEAN NOT NULL,
            persistence_id TEXT NOT NULL, sequence_number BIGINT NOT NULL, message BYTEA NOT NULL, manifest TEXT,
            identifier INTEGER, writer_uuid TEXT, CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number))
        """,
        "CREATE INDEX IF NOT EXISTS journal_created_idx ON journal (created)",
        "CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal (sequence_number)",
        """
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id TEXT NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL, snapshot BYTEA,
            manifest TEXT, serializer_id INTEGER, PRIMARY KEY (persistence_id, sequence_number))
        """,
        """
        CREATE TABLE IF NOT EXISTS tags (
            ordering_id BIGINT NOT NULL, tag TEXT NOT NULL, sequence_nr BIGINT NOT NULL, persistence_id TEXT NOT NULL,
            PRIMARY KEY (ordering_id, tag))
        """,
        "CREATE INDEX IF NOT EXISTS tags_persistence_id_sequence_nr_idx ON tags (persistence_id, sequence_nr)",
    ];

    // The breaker opens while the database is away; it is to look again soon. The replay filter is off: the tables take no
    // number twice, and what it takes for the writer is the coordinator. Of a campaign that moved away and came back, it would
    // discard all that was written since.
    private static string Of(string connection, string provider, int writers, bool makesTables) => $"""
        akka.persistence.journal.plugin = "akka.persistence.journal.sql"
        akka.persistence.journal.auto-start-journals = ["akka.persistence.journal.sql"]
        akka.persistence.journal.sql.connection-string = "{Quoted(connection)}"
        akka.persistence.journal.sql.provider-name = "{provider}"
        akka.persistence.journal.sql.parallelism = {writers}
        akka.persistence.journal.sql.auto-initialize = {(makesTables ? "on" : "off")}
        akka.persistence.journal.sql.circuit-breaker.reset-timeout = 3s
        akka.persistence.journal.sql.replay-filter.mode = off
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.sql"
        akka.persistence.snapshot-store.auto-start-snapshot-stores = ["akka.persistence.snapshot-store.sql"]
        akka.persistence.snapshot-store.sql.connection-string = "{Quoted(connection)}"
        akka.persistence.snapshot-store.sql.provider-name = "{provider}"
        akka.persistence.snapshot-store.sql.auto-initialize = {(makesTables ? "on" : "off")}
        akka.persistence.snapshot-store.sql.circuit-breaker.reset-timeout = 3s
        """;

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
