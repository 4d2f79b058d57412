using System.Data.Common;

namespace DeepIoT.Coordinator.Founding;

/// <summary>
/// When a coordinator may begin a cluster, and when it has to leave one. Those who do not answer may be cut off and well:
/// whether there is a cluster says the database, in which all of its coordinators share a right.
/// </summary>
/// <param name="name">Of this coordinator.</param>
internal sealed class FoundingDesk(FoundingRight right, string name, TimeProvider time)
{
    /// <summary>
    /// How long nobody must have the right: those who lost it with a connection or with the database have it again by then,
    /// and a coordinator that is merely slow has found the others.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private long? _freeSince;
    private long? _cluster;

    /// <summary>Whether a cluster is to be begun now, by one that is in none. The right is then held alone until <see cref="StaysAsync"/>.</summary>
    /// <exception cref="DbException">The database is away: the wait begins again.</exception>
    public async Task<bool> BeginsAsync()
    {
        // What was begun is on its way.
        if (_cluster is not null)
            return false;
        var freeSince = _freeSince ?? time.GetTimestamp();
        _freeSince = null;
        if (!await right.TakeAsync())
            return false;
        if (time.GetElapsedTime(freeSince) < Patience)
        {
            await right.GiveBackAsync();
            _freeSince = freeSince;
            return false;
        }

        _cluster = await right.BeginAsync(name);
        return true;
    }

    /// <summary>
    /// Shares the right, as one that is in a cluster. False when another cluster was begun since: while this one had no
    /// connection to the database, it was taken for gone.
    /// </summary>
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<bool> StaysAsync()
    {
        if (!right.IsShared)
            await right.ShareAsync();
        var last = await right.LastAsync();
        _cluster ??= last;
        return _cluster == last;
    }
}
