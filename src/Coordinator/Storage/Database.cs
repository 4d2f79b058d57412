using System.Data.Common;

namespace DeepIoT.Coordinator.Storage;

/// <summary>
/// Where rows are kept: a SQLite file of the data folder, or a PostgreSQL database that several coordinators share.
/// Statements are written in what both understand; safe for use from several threads.
/// </summary>
internal abstract class Database
{
    // Two coordinators that change the same rows: one of them begins again.
    private const int MostTries = 5;

    /// <summary>Type of a column of bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>Type of a key that counts up by itself.</summary>
    public abstract string Counter { get; }

    /// <summary>The database that <paramref name="options"/> name, or the SQLite file of that name in the data folder.</summary>
    public static Database Of(CoordinatorOptions options, string file) => options.Database is { } shared
        ? new PostgresDatabase(shared)
        : new SqliteDatabase(Path.Combine(options.DataFolder, file));

    /// <summary>Makes what is not there yet, one coordinator at a time.</summary>
    public abstract void Create(params string[] statements);

    /// <exception cref="DbException">The database is away, or does not take it: nothing has changed.</exception>
    public T Change<T>(Func<Rows, T> change)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var connection = Open();
                using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.Serializable);
                var result = change(new Rows(connection, transaction));
                transaction.Commit();
                return result;
            }
            catch (DbException e) when (e.SqlState is "40001" or "40P01" && tries < MostTries)
            {
            }
        }
    }

    /// <inheritdoc cref="Change{T}"/>
    public void Change(Action<Rows> change) => Change(rows =>
    {
        change(rows);
        return true;
    });

    /// <exception cref="DbException">The database is away.</exception>
    public T Read<T>(Func<Rows, T> read)
    {
        using var connection = Open();
        return read(new Rows(connection, transaction: null));
    }

    protected abstract DbConnection Open();
}
