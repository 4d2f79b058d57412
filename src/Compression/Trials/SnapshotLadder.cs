using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Trials;

/// <summary>Dense networks kept while a search shrinks, each about seven tenths of the one before.</summary>
internal sealed class SnapshotLadder : IDisposable
{
    private const double Rung = 0.7;

    /// <summary>Asking a search for its widths may cost a pass of the compressor.</summary>
    private const int Interval = 10;

    private readonly List<Network> _snapshots = [];
    private double _below = Rung;
    private int _asked;

    /// <summary>From the largest to the smallest.</summary>
    public IReadOnlyList<Network> Snapshots => _snapshots;

    /// <param name="whole">Cost of the uncompressed network.</param>
    public void Climb(ISearch search, CostFunction cost, double whole)
    {
        if (++_asked % Interval != 0 && search.Fraction < 1) return;
        var share = cost.At(search.Widths) / whole;
        if (share > _below) return;
        _snapshots.Add(search.Dense());
        _below = share * Rung;
    }

    public void Persist(CheckpointArchive archive)
    {
        archive.Real("below", ref _below);
        archive.Integer("asked", ref _asked);
        var count = _snapshots.Count;
        archive.Integer("count", ref count);
        for (var i = 0; i < count; i++)
        {
            Network? snapshot = archive.IsLoading ? null : _snapshots[i];
            archive.OptionalNetwork($"{i}", ref snapshot);
            if (archive.IsLoading) _snapshots.Add(snapshot!);
        }
    }

    public void Dispose()
    {
        foreach (var snapshot in _snapshots) snapshot.Dispose();
    }
}
