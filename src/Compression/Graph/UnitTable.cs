namespace DeepIoT.Compression.Graph;

/// <summary>
/// Union-find over units. Units that operators tie together become one; a unit that cannot be removed is fixed,
/// with the reason, and fixes whatever is tied to it.
/// </summary>
public sealed class UnitTable
{
    private readonly List<int> _parent = [];
    private readonly Dictionary<int, string> _fixed = [];
    private readonly List<(int Unit, string Why)> _ties = [];

    private readonly List<int[]> _parts = [];

    public int Count => _parent.Count;

    public int[] New(int count)
    {
        var first = _parent.Count;
        for (var i = 0; i < count; i++) _parent.Add(first + i);
        return [.. Enumerable.Range(first, count)];
    }

    public int[] NewFixed(int count, string why)
    {
        var units = New(count);
        Fix(units, why);
        return units;
    }

    public int Find(int unit)
    {
        while (_parent[unit] != unit)
        {
            _parent[unit] = _parent[_parent[unit]];
            unit = _parent[unit];
        }
        return unit;
    }

    /// <summary>Reason why the unit is fixed; null when it can be removed.</summary>
    public string? FixedBecause(int unit) => _fixed.GetValueOrDefault(Find(unit));

    public void Fix(int[]? labels, string why)
    {
        foreach (var label in labels ?? [])
        {
            if (label != Value.NoUnit) _fixed.TryAdd(Find(label), why);
        }
    }

    /// <summary>Ties two dimensions index by index and returns the labels of the result.</summary>
    public int[]? Join(int[]? left, int[]? right, string why)
    {
        if (left is null || right is null)
        {
            Fix(left ?? right, $"{why}, where the other side has no units");
            return left ?? right;
        }
        var joined = new int[left.Length];
        var told = -1;
        for (var i = 0; i < left.Length; i++)
        {
            joined[i] = left[i] == Value.NoUnit ? right[i] : left[i];
            if (left[i] == right[i]) continue;
            if (left[i] == Value.NoUnit || right[i] == Value.NoUnit) Fix([joined[i]], $"{why}, where the other side has no units");
            else if (Union(left[i], right[i]) is { } root && root != told) _ties.Add((told = root, why));
        }
        return joined;
    }

    /// <summary>Why the units of one root were tied together, each reason once, in graph order.</summary>
    public IEnumerable<string> TiesOf(int root) => _ties.Where(t => Find(t.Unit) == root).Select(t => t.Why).Distinct();

    /// <summary>
    /// States that these units are all of one tensor. They stand in no group with others, so that the floor of a group
    /// leaves something of every part of a tensor that is cut.
    /// </summary>
    public void Separate(int[]? labels)
    {
        if (labels is not null) _parts.Add(labels);
    }

    /// <summary>For each root that is in a part of a cut tensor, the numbers of these parts.</summary>
    public ILookup<int, int> PartsByRoot() => _parts
        .SelectMany((labels, part) => labels.Where(l => l != Value.NoUnit).Select(Find).Distinct().Select(root => (root, part)))
        .ToLookup(p => p.root, p => p.part);

    private int? Union(int left, int right)
    {
        (left, right) = (Find(left), Find(right));
        if (left == right) return null;
        var (root, child) = left < right ? (left, right) : (right, left);
        _parent[child] = root;
        if (_fixed.Remove(child, out var why)) _fixed.TryAdd(root, why);
        return root;
    }
}
