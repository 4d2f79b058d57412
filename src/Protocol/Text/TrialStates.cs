using DeepIoT.Protocol.V1;

namespace DeepIoT.Protocol.Text;

public static class TrialStates
{
    /// <summary>True when nothing more will happen to the trial.</summary>
    public static bool IsEnd(this TrialState state) =>
        state is TrialState.Completed or TrialState.Cancelled or TrialState.Failed or TrialState.Stopped;

    /// <summary>Done share of a trial, 0..1.</summary>
    public static double Done(this Trial trial) => trial.State.IsEnd() ? 1 : trial.Progress?.Fraction ?? 0;
}
