using System.Threading.Channels;
using DeepIoT.Compression.Trials;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>
/// Drives one trial, step by step, on the thread that calls <see cref="Run"/>. Candidates and checkpoints go to
/// <paramref name="news"/>, which closes with the trial, or with its fault; the other members may be called from any thread.
/// </summary>
/// <param name="aim">Where the search is sent by now; null while it goes where its settings say.</param>
/// <param name="handInAt">The rung at whose candidate the trial ends with a checkpoint; null for none.</param>
/// <param name="progressed">Told at most twice a second, and once at the end.</param>
internal sealed class TrialLoop(
    Func<ITrial> start,
    ChannelWriter<TrialNews> news,
    Func<double?> aim,
    Action<TrialProgress> progressed,
    Action<string, TimeSpan> stepped,
    TimeProvider time,
    int? handInAt = null)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(0.5);

    private volatile bool _stop, _handBack;
    private long _told;
    private double? _aim;

    /// <summary>Ends the trial after its current step.</summary>
    public void Stop() => _stop = true;

    /// <summary>Ends the trial after its current step with a checkpoint.</summary>
    public void HandBack() => _handBack = true;

    public void Run()
    {
        try
        {
            Drive();
            news.Complete();
        }
        catch (Exception fault)
        {
            news.Complete(fault);
            throw;
        }
    }

    private void Drive()
    {
        using var trial = start();
        _told = time.GetTimestamp();
        while (!_stop)
        {
            if (_handBack)
            {
                news.TryWrite(new TrialNews([], [], trial.Checkpoint(), TrialEnd.HandedBack));
                return;
            }
            Follow(trial);
            var more = Step(trial);
            TellProgress(trial, last: !more);
            var (probes, candidates) = (trial.TakeProbes(), trial.TakeCandidates());
            if (more && candidates.Any(candidate => candidate.Rung == handInAt))
            {
                news.TryWrite(new TrialNews(probes, candidates, trial.Checkpoint(), TrialEnd.HandedIn));
                return;
            }
            var checkpoint = more && trial.AtRung ? trial.Checkpoint() : null;
            if (probes.Count > 0 || candidates.Count > 0 || checkpoint is not null || !more)
                news.TryWrite(new TrialNews(probes, candidates, checkpoint, more ? TrialEnd.None : TrialEnd.Completed));
            if (!more)
                return;
        }
    }

    private void Follow(ITrial trial)
    {
        if (aim() is not { } share || share == _aim)
            return;
        trial.Retarget(share);
        _aim = share;
    }

    private bool Step(ITrial trial)
    {
        var (step, began) = (trial.Progress.Step, time.GetTimestamp());
        var more = trial.Step();
        stepped(step, time.GetElapsedTime(began));
        return more;
    }

    private void TellProgress(ITrial trial, bool last)
    {
        if (!last && time.GetElapsedTime(_told) < ProgressInterval)
            return;
        _told = time.GetTimestamp();
        progressed(trial.Progress);
    }
}
