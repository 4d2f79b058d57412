namespace DeepIoT.Compression.Graph;

/// <summary>Sorts units into groups: units that own indices of the same slots, equally often, and in the same parts of cut tensors, stand together.</summary>
public sealed class UnitGrouping
{
    private readonly Dictionary<int, (int Group, int Unit)> _places = [];
    private readonly UnitTable _units;

    public UnitGrouping(UnitTable units, IReadOnlyList<Slot> slots)
    {
        _units = units;
        var signatures = new Dictionary<int, List<(int Slot, int Count)>>();
        var inOrder = new List<int>();
        for (var s = 0; s < slots.Count; s++)
        {
            var labels = slots[s].Weight.Labels[slots[s].Dimension]!;
            foreach (var same in labels.Where(l => l != Value.NoUnit).Select(units.Find).GroupBy(root => root))
            {
                if (!signatures.TryGetValue(same.Key, out var signature))
                {
                    signatures.Add(same.Key, signature = []);
                    inOrder.Add(same.Key);
                }
                signature.Add((s, same.Count()));
            }
        }
        var parts = units.PartsByRoot();
        var groups = inOrder.GroupBy(root => ($"{string.Join(';', signatures[root])} {string.Join(',', parts[root])}", units.FixedBecause(root))).ToList();
        Groups = Number(groups.Where(g => g.Key.Item2 is null));
        Fixed = Number(groups.Where(g => g.Key.Item2 is not null));
        foreach (var group in Groups)
        {
            for (var u = 0; u < group.Units; u++) _places.Add(group.Roots[u], (group.Index, u));
        }

        IReadOnlyList<UnitGroup> Number(IEnumerable<IGrouping<(string, string?), int>> found) =>
        [
            .. found.Select((g, index) =>
            {
                List<GroupSlot> members = [.. signatures[g.First()].Select(s => new GroupSlot(slots[s.Slot], s.Count))];
                var producers = members.Where(m => m.Slot.Role == SlotRole.Produces).DefaultIfEmpty(members[0]);
                return new UnitGroup(index, string.Join("+", producers.Select(m => m.Slot.Node.Name).Distinct()), [.. g], members,
                    [.. g.SelectMany(units.TiesOf).Distinct()], g.Key.Item2);
            }),
        ];
    }

    /// <summary>Groups whose units can be removed, in graph order.</summary>
    public IReadOnlyList<UnitGroup> Groups { get; }

    /// <summary>Groups whose units must stay, each with the reason.</summary>
    public IReadOnlyList<UnitGroup> Fixed { get; }

    /// <summary>Group and unit that own an index; null for an index that stays.</summary>
    public (int Group, int Unit)? PlaceOf(int label) =>
        label != Value.NoUnit && _places.TryGetValue(_units.Find(label), out var place) ? place : null;
}
