using System.Data.Common;
using Npgsql;

namespace DeepIoT.Coordinator.Storage;

/// <summary>A PostgreSQL database that several coordinators share.</summary>
internal sealed class PostgresDatabase(string connection) : Database
{
    // Any number, as long as every version of ours takes the same: held while tables are made, as `IF NOT EXISTS`
    // does not keep two connections from making the same one.
    private const long CreationLock = 0x0DEE_9107;

    public override string Bytes => "BYTEA";

    public override string Counter => "BIGSERIAL PRIMARY KEY";

    public override void Create(params string[] statements)
    {
        using var open = Open();
        using var transaction = open.BeginTransaction();
        var rows = new Rows(open, transaction);
        rows.Run("SELECT pg_advisory_xact_lock(@key)", ("key", CreationLock));
        foreach (var statement in statements)
            rows.Run(statement);
        transaction.Commit();
    }

    protected override DbConnection Open()
    {
        var open = new NpgsqlConnection(connection);
        open.Open();
        return open;
    }
}
