using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>
    /// What the campaign wants of the pools as it stands: sent when it becomes true and again from time to time,
    /// since the pools forget. Asking twice for the same is asking once.
    /// </summary>
    public IReadOnlyList<IMessage> Asks()
    {
        if (!Exists || Ended)
            return [];
        if (Paused)
            return [.. AsksWhilePaused];
        var asks = new List<IMessage>();
        if (Phase == Phase.Examining)
            asks.Add(Slot(new SlotRequested { Examine = Examine() }));
        if (CurrentKey(Characterisation) is not null)
            asks.Add(Slot(new SlotRequested { Characterise = Characterise() }));
        if (CurrentKey(Learning) is not null)
            asks.Add(Slot(new SlotRequested { Learn = Learn() }));
        asks.AddRange(Trials.Where(trial => trial.State is TrialState.Queued or TrialState.Running).Select(Ask));
        asks.AddRange(Trials.Where(trial => trial is { State: TrialState.Running, Retargeted: not null }).Select(Aim));
        asks.AddRange(Outstanding.Select(job => Ask(job.Model, job.BoardClass)));
        if (Phase is Phase.Characterising or Phase.Running or Phase.Measuring)
            asks.Add(new BoardClassesAsked { CampaignId = Id });
        return asks;
    }

    /// <summary>What the pools are to forget, and trainers and boards to stop, now that <paramref name="before"/> has become this.</summary>
    public IEnumerable<IMessage> Withdrawals(CampaignState before)
    {
        var asks = Asks();
        var wanted = asks.OfType<MeasurementRequested>().Select(request => request.Key).ToHashSet();
        foreach (var ask in before.Asks().Except(asks))
        {
            if ((Phase == Phase.Cancelled || Paused) && KeyOf(ask) is { } key)
                yield return new SlotWithdrawn { Key = key, Reason = Phase == Phase.Cancelled ? "the campaign was cancelled" : PausedReason };
            if (ask is MeasurementRequested request && !wanted.Contains(request.Key))
                yield return new MeasurementWithdrawn { CampaignId = Id, Key = request.Key };
        }
    }

    private static TrialKey? KeyOf(IMessage ask) => ask switch
    {
        SlotRequested { Examine: { } examine } => examine.Key,
        SlotRequested { Characterise: { } characterise } => characterise.Key,
        SlotRequested { Learn: { } learn } => learn.Key,
        SlotRequested { Start: { } start } => start.Key,
        TrialExpected expected => expected.Key,
        _ => null,
    };

    private Examine Examine() => new()
    {
        Key = CurrentKey(Examination),
        Model = Spec.Model,
        Data = Spec.Data,
        SplitSeed = Spec.Search.Seed,
        Task = Spec.Task,
        Decoding = Spec.Decoding,
        Start = Start,
        TraceParent = TraceParent,
    };

    private IMessage Ask(TrialRecord trial)
    {
        var key = CurrentKey(trial.Id);
        if (trial.State == TrialState.Running)
            return new TrialExpected { Key = key, Trainer = trial.Trainer, Owner = Owner };
        var start = new StartTrial
        {
            Key = key,
            Settings = trial.Aimed,
            WantsProbes = Steers && trial.Settings.Budget.Any(IsMeasured),
            Model = Spec.Model,
            Data = Spec.Data,
            SplitSeed = Spec.Search.Seed,
            Task = Spec.Task,
            Decoding = Spec.Decoding,
            MaxDropPoints = Spec.MaxDropPoints,
            Checkpoint = trial.Checkpoint,
            Start = Start,
            TraceParent = TraceParent,
        };
        if (NextRung(trial) is { } rung)
            start.HandInAt = rung;
        return Slot(new SlotRequested { Start = start });
    }

    private SlotRequested Slot(SlotRequested request)
    {
        (request.Priority, request.Owner) = (Spec.Priority, Owner);
        return request;
    }

    private RetargetTrial Aim(TrialRecord trial) =>
        new() { Key = CurrentKey(trial.Id), TargetShare = trial.Aimed.TargetShare };

    private MeasurementRequested Ask(ModelRecord model, string boardClass)
    {
        var request = new MeasurementRequested
        {
            CampaignId = Id,
            Key = KeyOf(model, boardClass),
            TraceParent = TraceOf(model),
            Urgent = model.Probe is not null,
            Priority = Spec.Priority,
        };
        request.FailedBoards.Add(
            model.Failures.Where(failure => failure.BoardClass == boardClass).Select(failure => failure.Board));
        return request;
    }

    /// <summary>Under the rung that found it, or stood at it; the campaign itself for what it begins with.</summary>
    private string TraceOf(ModelRecord model) =>
        (model.Origin?.Candidate.TraceParent ?? model.Probe?.Probe.TraceParent) is { Length: > 0 } rung ? rung : TraceParent;

    private MeasurementKey KeyOf(ModelRecord model, string boardClass) =>
        new() { ModelSha256 = model.Sha256, BoardClass = boardClass, Protocol = Protocol };
}
