namespace DeepIoT.Compression.Trials;

internal enum TrialPhase
{
    Baseline,
    Compress,
    Bisect,
    Rung,
    Finetune,
    Export,
}

internal static class TrialPhases
{
    /// <summary>The step that users know, of design and progress messages.</summary>
    public static string StepOf(this TrialPhase phase) => phase switch
    {
        TrialPhase.Baseline => "baseline",
        TrialPhase.Compress or TrialPhase.Bisect or TrialPhase.Rung => "compress",
        TrialPhase.Finetune => "finetune",
        _ => "export",
    };

    /// <summary>Share of the whole trial that is done; the phases' shares are rough estimates of their time.</summary>
    public static double FractionOf(this TrialPhase phase, double inside, bool bisects)
    {
        double[] starts = bisects ? [0, 0.04, 0.3, 0.64, 0.65, 0.98, 1] : [0, 0.04, 0.4, 0.4, 0.42, 0.98, 1];
        return starts[(int)phase] + (inside * (starts[(int)phase + 1] - starts[(int)phase]));
    }
}
