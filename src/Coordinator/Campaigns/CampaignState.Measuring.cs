using System.Collections.Immutable;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    /// <summary>Stands for "whichever class has a board" while none is known.</summary>
    public const string AnyClass = "any";

    /// <summary>Classes named by latency and energy targets. When there is one, only these measure, and they are waited for.</summary>
    public ImmutableSortedSet<string> TargetClasses =>
        [.. Spec.Targets.Select(BoardCost.Of).OfType<BoardCost>().Select(cost => cost.BoardClass)];

    /// <summary>Classes that measure this campaign's models.</summary>
    public ImmutableSortedSet<string> MeasuringClasses => TargetClasses.IsEmpty ? Classes : TargetClasses;

    /// <summary>What is still to be measured.</summary>
    public IEnumerable<(ModelRecord Model, string BoardClass)> Outstanding =>
        from job in Wanted
        where job.Model.On(job.BoardClass) is null && !job.Model.UnmeasurableOn(job.BoardClass) && !GivenUp.Contains(job.BoardClass)
        select job;

    /// <summary>True when all trials have ended and all measurements are in, or are not waited for.</summary>
    public bool ReadyForReports =>
        Phase == Phase.Measuring
        && !Paused
        && !Outstanding.Any()
        && (!MeasuringClasses.IsEmpty || GivenUp.Contains(AnyClass));

    /// <summary>
    /// The models but for candidates whose trial trained the same structure to something better: by validation accuracy, by
    /// longer training where few samples do not tell them apart. Those are not worth a board's time.
    /// </summary>
    public IEnumerable<ModelRecord> Unsurpassed
    {
        get
        {
            var best = Candidates
                .GroupBy(Structure)
                .ToDictionary(same => same.Key, same => same.Max(candidate => Quality(candidate.Origin!.Candidate)));
            return Models.Where(model => model.Origin is not { } origin || Quality(origin.Candidate).Equals(best[Structure(model)]));
        }
    }

    // What is only measured comes first: trials wait for it.
    private IEnumerable<(ModelRecord Model, string BoardClass)> Wanted => Phase switch
    {
        Phase.Characterising => OnAllClasses(Sample),
        _ when MeasuresLast && Phase != Phase.Measuring => [],
        _ => ProbeJobs.Concat(OnAllClasses(Unsurpassed)),
    };

    private IEnumerable<(ModelRecord Model, string BoardClass)> OnAllClasses(IEnumerable<ModelRecord> models) =>
        from model in models
        from boardClass in MeasuringClasses
        select (model, boardClass);

    /// <summary>A candidate, the baseline or what is only measured, where it has no measurement on that class yet; null otherwise.</summary>
    private ModelRecord? Unmeasured(MeasurementKey key) =>
        Models.Concat(Networks).FirstOrDefault(model => model.Sha256 == key.ModelSha256 && model.On(key.BoardClass) is null);

    private Decision Measured(MeasurementCompleted completed)
    {
        var key = completed.Key;
        if (Ended || Unmeasured(key) is null)
            return Decision.Nothing;
        var stored = new MeasurementStored { ModelSha256 = key.ModelSha256, Measurement = completed.Measurement };
        return Decision.Store(new Entry { MeasurementStored = stored });
    }

    private Decision MeasuringFailure(MeasurementFailed failed, CampaignLimits limits)
    {
        var key = failed.Key;
        if (Ended || Unmeasured(key) is not { } model || model.UnmeasurableOn(key.BoardClass))
            return Decision.Nothing;
        var tries = 1 + model.Failures.Count(failure => failure.BoardClass == key.BoardClass);
        return Decision.Store(new Entry
        {
            MeasuringFailed = new MeasuringFailed
            {
                ModelSha256 = key.ModelSha256,
                BoardClass = key.BoardClass,
                Board = failed.Board,
                Reason = failed.Reason,
                Final = failed.GaveUp || tries >= limits.MeasuringTries,
            },
        });
    }

    private Decision Attached(BoardClassesAttached attached, DateTimeOffset now, CampaignLimits limits)
    {
        if (Phase is not (Phase.Characterising or Phase.Running or Phase.Measuring))
            return Decision.Nothing;
        var fresh = TargetClasses.IsEmpty ? attached.BoardClasses.Except(Classes).Order().ToArray() : [];
        if (fresh.Length > 0)
            return Decision.Store([.. fresh.Select(name => new Entry { ClassAdded = new ClassAdded { BoardClass = name } })]);
        if (Phase == Phase.Running)
            return Decision.Nothing;

        var missed = MissedAmong(attached.BoardClasses);
        if (!missed.SetEquals(Missed))
        {
            var entry = new BoardsMissed();
            entry.Classes.Add(missed);
            return Decision.Store(new Entry { BoardsMissed = entry });
        }

        if (missed.IsEmpty || !TargetClasses.IsEmpty || now - MissedSince < limits.BoardWait)
            return Decision.Nothing;
        var givenUp = new MeasuringGivenUp();
        givenUp.Classes.Add(missed);
        return Decision.Store(new Entry { MeasuringGivenUp = givenUp });
    }

    private static (string TrialId, ModelCost Cost) Structure(ModelRecord candidate) => (candidate.Origin!.TrialId, candidate.Origin.Candidate.Cost);

    private static (double, int) Quality(CandidateFound found) => (found.ValidationAccuracy, found.Rung);

    private ImmutableSortedSet<string> MissedAmong(IEnumerable<string> attached)
    {
        if (MeasuringClasses.IsEmpty)
            return GivenUp.Contains(AnyClass) ? [] : [AnyClass];
        return [.. Outstanding.Select(job => job.BoardClass).Except(attached)];
    }
}
