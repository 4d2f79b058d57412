namespace DeepIoT.Compression.Graph;

/// <summary>
/// Units that are kept or removed one by one, each together with its index in every slot. A group spans every layer
/// whose widths are tied: a convolution with its normalisation and its consumers, branches that are added or stacked.
/// </summary>
/// <param name="Index">Position among the groups of the graph, in graph order; of the fixed groups likewise.</param>
/// <param name="Name">The node, or the nodes, that make the units.</param>
/// <param name="Roots">The units, as roots of the unit table, in the order of their indices.</param>
/// <param name="Slots">Every dimension of every weight that shrinks with the group.</param>
/// <param name="Ties">Why layers are tied together, e.g. "add1 (Add) adds both"; empty for a plain chain.</param>
/// <param name="FixedBecause">Why no unit can be removed; null when they can.</param>
public sealed record UnitGroup(
    int Index,
    string Name,
    IReadOnlyList<int> Roots,
    IReadOnlyList<GroupSlot> Slots,
    IReadOnlyList<string> Ties,
    string? FixedBecause)
{
    /// <summary>
    /// A group never goes below this many units. With a single unit left a dimension could be taken for a broadcast one,
    /// and the ties of the smaller graph would no longer be those of the larger.
    /// Recurrent layers collapse when they become much narrower than a handful.
    /// </summary>
    public int MinUnits => Math.Min(Units, IsRecurrent ? 4 : 2);

    /// <summary>A recurrent layer makes the units, and sees them again at the next step.</summary>
    public bool IsRecurrent => Slots.Any(s => s.Slot.Role == SlotRole.Recurs);

    public int Units => Roots.Count;

    /// <summary>"conv1 (20) ⇄ conv2 in", with the reason where layers are tied.</summary>
    public override string ToString()
    {
        var makers = Slots.Where(s => s.Slot.Role == SlotRole.Produces).Select(s => s.Slot.Node).ToHashSet();
        // A maker's own bias adds nothing to the picture.
        var members = Slots.Where(s => s.Slot.Role is SlotRole.Produces or SlotRole.Consumes || !makers.Contains(s.Slot.Node)).Select(Describe).Distinct();
        var text = string.Join(" ⇄ ", members);
        return Ties.Count == 0 ? text : $"{text}, because {string.Join("; ", Ties)}";
    }

    private string Describe(GroupSlot member) => member.Slot.Role switch
    {
        SlotRole.Produces => $"{member.Slot.Node.Name} ({Units})",
        SlotRole.Consumes when member.Indices > 1 => $"{member.Slot.Node.Name} in (1 ↔ {member.Indices})",
        SlotRole.Consumes => $"{member.Slot.Node.Name} in",
        _ => member.Slot.Node.Name,
    };
}

/// <summary>A slot of a group, with how many of its indices each unit owns.</summary>
public sealed record GroupSlot(Slot Slot, int Indices);
