using System.Data.Common;
using DeepIoT.Coordinator.Storage;
using Npgsql;

namespace DeepIoT.Coordinator.Founding;

/// <summary>
/// The right to begin a cluster over a database: a lock there that every coordinator of a cluster holds together with the
/// others, and that whoever begins one has to have alone. It ends with the session, so that a coordinator that is killed
/// gives it back, and one that is frozen or cannot be reached by the others does not.
/// </summary>
internal sealed class FoundingRight(string database) : IAsyncDisposable
{
    // Any number, as long as every version of ours takes the same.
    private const long Key = 0x0DEE_9108;

    // A machine that is gone says no goodbye; the server finds out within a quarter of a minute.
    private const string Keepalive = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3";

    private readonly string _database = new NpgsqlConnectionStringBuilder(database) { Pooling = false, Timeout = 5, CommandTimeout = 5 }.ConnectionString;
    private NpgsqlConnection? _session;
    private bool _isAlone;

    /// <summary>Held together with others.</summary>
    public bool IsShared { get; private set; }

    public static void Prepare(string database) => new PostgresDatabase(database).Create(
        "CREATE TABLE IF NOT EXISTS foundings (number BIGSERIAL PRIMARY KEY, founder TEXT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now())");

    /// <summary>Has it alone, unless somebody has it.</summary>
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<bool> TakeAsync() => _isAlone = _isAlone || (bool)(await AskAsync($"SELECT pg_try_advisory_lock({Key})"))!;

    /// <exception cref="DbException">The database is away, and the right with it.</exception>
    public async Task GiveBackAsync()
    {
        await AskAsync($"SELECT pg_advisory_unlock({Key})");
        _isAlone = false;
    }

    /// <summary>Has it together with others, once nobody has it alone.</summary>
    /// <exception cref="DbException">The database is away, or somebody has it alone for long.</exception>
    public async Task ShareAsync()
    {
        await AskAsync($"SELECT pg_advisory_lock_shared({Key})");
        IsShared = true;
        if (_isAlone)
            await GiveBackAsync();
    }

    /// <summary>Number of the cluster that was begun last; 0 when none was.</summary>
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<long> LastAsync() => (long)(await AskAsync("SELECT coalesce(max(number), 0) FROM foundings"))!;

    /// <summary>Number of the cluster that is begun now.</summary>
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<long> BeginAsync(string founder) =>
        (long)(await AskAsync("INSERT INTO foundings (founder) VALUES (@founder) RETURNING number", ("founder", founder)))!;

    /// <summary>Ends the session, and with it the right.</summary>
    public async ValueTask DisposeAsync()
    {
        (_isAlone, IsShared) = (false, false);
        if (_session is not { } session)
            return;
        _session = null;
        await session.DisposeAsync();
    }

    private async Task<object?> AskAsync(string sql, params (string Name, object Value)[] parameters)
    {
        try
        {
            if (_session is null)
            {
                _session = new NpgsqlConnection(_database);
                await _session.OpenAsync();
                await using var keep = new NpgsqlCommand(Keepalive, _session);
                await keep.ExecuteNonQueryAsync();
            }

            await using var command = new NpgsqlCommand(sql, _session);
            foreach (var (name, value) in parameters)
                command.Parameters.AddWithValue(name, value);
            return await command.ExecuteScalarAsync();
        }
        catch (DbException)
        {
            // Whatever this session still had is not relied on.
            await DisposeAsync();
            throw;
        }
    }
}
