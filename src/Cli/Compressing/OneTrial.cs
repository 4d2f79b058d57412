using DeepIoT.Compression.Trials;

namespace DeepIoT.Cli.Compressing;

/// <summary>Runs one trial to its end on the calling thread.</summary>
public static class OneTrial
{
    public static IReadOnlyList<TrialCandidate> Run(
        ITrialFactory trials, TrialInput input, TrialSettings settings, Action<double, string> report, CancellationToken cancellation)
    {
        using var trial = trials.Start(input, settings);
        var candidates = new List<TrialCandidate>();
        bool goesOn;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            goesOn = trial.Step();
            candidates.AddRange(trial.TakeCandidates());
            var progress = trial.Progress;
            report(progress.Fraction, progress.Step);
        }
        while (goesOn);
        return candidates;
    }
}
