using DeepIoT.Protocol.Cluster;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Why a class has no board to spare, in words.</summary>
internal static class BoardShortage
{
    /// <summary>`rpi4 (2 busy, 1 sick)`; the class alone when a board of it is free, or nothing is known of boards.</summary>
    public static string With(string boardClass, IReadOnlyList<ClassBoards>? boards)
    {
        if (boards is null || boardClass == CampaignState.AnyClass)
            return boardClass;
        if (boards.FirstOrDefault(one => one.BoardClass == boardClass) is not { } known)
            return $"{boardClass} (none was ever attached)";
        if (known.Free > 0)
            return boardClass;
        (int Count, string State)[] states = [(known.Busy, "busy"), (known.Sick, "sick"), (known.Draining, "draining"), (known.Offline, "offline")];
        var present = states.Where(state => state.Count > 0).ToArray();
        return present.Length == 1
            ? $"{boardClass} ({(present[0].Count == 1 ? "its only board is" : $"all {present[0].Count} are")} {present[0].State})"
            : $"{boardClass} ({string.Join(", ", present.Select(state => $"{state.Count} {state.State}"))})";
    }
}
