using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

internal sealed partial record CampaignState
{
    private const string PausedReason = "the campaign is paused";

    /// <summary>Running trials hand their slots back with a checkpoint, and nothing is asked for until the campaign is resumed.</summary>
    public bool Paused { get; init; }

    /// <summary>What users see; a paused campaign keeps its phase for later.</summary>
    public Phase Shown => Paused && !Ended ? Phase.Paused : Phase;

    /// <summary>What is still to come in while the campaign is paused.</summary>
    private IEnumerable<IMessage> AsksWhilePaused =>
        from trial in Trials
        where trial.State == TrialState.Running
        let key = CurrentKey(trial.Id)
        from ask in new IMessage[]
        {
            new TrialExpected { Key = key, Trainer = trial.Trainer, Owner = Owner },
            new ReturnTrial { Key = key, Reason = PausedReason },
        }
        select ask;

    private Decision Pause()
    {
        if (Ended)
            return Refused("id", $"campaign {Id} is {Words} and has nothing to pause", "`deepiot campaigns` shows which run");
        var answer = new PauseReply { State = Phase.Paused };
        return Paused
            ? Decision.Only(answer)
            : Decision.Store(new Entry { CampaignPaused = new CampaignPaused() }) with { Answer = answer };
    }

    private Decision Resume()
    {
        if (Ended)
            return Refused("id", $"campaign {Id} is {Words} and has nothing to resume", "`deepiot extend` adds trials to a completed campaign");
        var answer = new ResumeReply { State = Phase };
        return Paused
            ? Decision.Store(new Entry { CampaignResumed = new CampaignResumed() }) with { Answer = answer }
            : Decision.Only(answer);
    }

    // The wait for boards starts anew: nobody looked for one meanwhile.
    private CampaignState Resumed() => this with { Paused = false, Missed = [], MissedSince = null };

    private string Words => Shown.ToString().ToLowerInvariant();

    private static Decision Refused(string field, string reason, string remedy)
    {
        var refused = new CampaignRefused();
        refused.Problems.Add(new Problem { Field = field, Reason = reason, Remedy = remedy });
        return Decision.Only(refused);
    }
}
