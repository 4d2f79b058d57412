using System.Collections.Immutable;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Watching;

internal static class TrialLists
{
    /// <summary>The list with the trial in its old place, or at the end when it is new.</summary>
    public static ImmutableList<Trial> With(this ImmutableList<Trial> trials, Trial trial)
    {
        var index = trials.FindIndex(known => known.TrialId == trial.TrialId);
        return index < 0 ? trials.Add(trial) : trials.SetItem(index, trial);
    }
}
