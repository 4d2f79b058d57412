using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;

namespace DeepIoT.SystemTests.Faults;

/// <summary>Each check finds the fault that it is there for, and nothing in a campaign that went well.</summary>
public sealed class FaultChecksTests
{
    private static readonly Entry[] Well =
    [
        new() { Submitted = new Submitted { CampaignId = "c" } },
        new() { PhaseChanged = new PhaseChanged { State = CampaignState.Running } },
        new() { TrialStarted = new TrialStarted { TrialId = "t1" } },
        new() { CandidateAdded = Candidate("a", rung: 0) },
        new() { TrialEnded = new TrialEnded { TrialId = "t1", State = TrialState.Completed } },
        new() { PhaseChanged = new PhaseChanged { State = CampaignState.Completed } },
    ];

    private static readonly CampaignEvent[] SeenWell =
    [
        new() { Offset = 1, StateChanged = CampaignState.Examining },
        new() { Offset = 2, StateChanged = CampaignState.Running },
        new() { Offset = 3, TrialChanged = new Trial { TrialId = "t1" } },
        new() { Offset = 4, CandidateFound = new Candidate { Model = new ArtifactRef { Sha256 = "a" } } },
        new() { Offset = 5, TrialChanged = new Trial { TrialId = "t1" } },
        new() { Offset = 6, StateChanged = CampaignState.Completed },
    ];

    [Fact]
    public void A_campaign_that_went_well_has_no_exception()
    {
        Assert.Empty(FaultChecks.Journal(Numbered(Well)));
        Assert.Empty(FaultChecks.Seen(Numbered(Well), SeenWell));
        Assert.Empty(FaultChecks.Trials(Numbered(Well)));
        Assert.Empty(FaultChecks.Leases(["Job 1-1 on model a started\nJob 1-1 measured after 1 s: \nJob 1-2 on model b started"]));
    }

    [Fact]
    public void A_lost_entry_is_found()
    {
        var lost = Numbered(Well).Where(entry => entry.Number != 3).ToArray();

        Assert.NotEmpty(FaultChecks.Journal(lost));
        Assert.NotEmpty(FaultChecks.Seen(lost, SeenWell));
        Assert.NotEmpty(FaultChecks.Journal(Numbered(Well[..5])));
        Assert.NotEmpty(FaultChecks.Seen(Numbered(Well[..5]), SeenWell));
    }

    [Fact]
    public void An_event_that_a_client_missed_or_saw_twice_is_found()
    {
        Assert.NotEmpty(FaultChecks.Seen(Numbered(Well), SeenWell[..5]));
        Assert.NotEmpty(FaultChecks.Seen(Numbered(Well), [.. SeenWell, SeenWell[5]]));
    }

    [Fact]
    public void What_is_done_twice_is_found()
    {
        Assert.NotEmpty(FaultChecks.Trials(Numbered([.. Well[..4], new Entry { CandidateAdded = Candidate("a", rung: 1) }])));
        Assert.NotEmpty(FaultChecks.Trials(Numbered([.. Well[..4], new Entry { CandidateAdded = Candidate("b", rung: 0) }])));
        Assert.NotEmpty(FaultChecks.Trials(Numbered([.. Well[..4], Well[2]])));
        Assert.NotEmpty(FaultChecks.Trials(Numbered([.. Well[..5], Well[2]])));
    }

    [Fact]
    public void A_lease_that_two_jobs_held_is_found()
    {
        Assert.NotEmpty(FaultChecks.Leases(["Job 1-1 on model a started\nJob 1-2 on model b started"]));
        Assert.NotEmpty(FaultChecks.Leases(["Job 1-1 on model a started", "Job 1-1 on model a started"]));
    }

    [Fact]
    public void A_candidate_that_faults_have_changed_is_found()
    {
        Assert.Empty(FaultChecks.Same(Found("a", "b"), Found("b", "a")));
        Assert.NotEmpty(FaultChecks.Same(Found("a", "b"), Found("a")));
        Assert.NotEmpty(FaultChecks.Same(Found("a"), Found("a", "b")));
    }

    [Fact]
    public void A_lost_artifact_is_found()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        Assert.NotEmpty(FaultChecks.Artifacts(Numbered([new Entry { CandidateAdded = Candidate(new string('a', 64), rung: 0) }]), folder));
        Directory.Delete(folder);
    }

    private static ResultsReply Found(params string[] models) =>
        new() { Candidates = { models.Select(model => new Candidate { Model = new ArtifactRef { Sha256 = model }, TrialId = "t1" }) } };

    private static CandidateAdded Candidate(string sha256, int rung) =>
        new() { TrialId = "t1", Candidate = new Protocol.Cluster.CandidateFound { Model = new ArtifactRef { Sha256 = sha256 }, Rung = rung } };

    private static (long Number, Entry Entry)[] Numbered(IEnumerable<Entry> entries) => [.. entries.Select((entry, index) => (index + 1L, entry))];
}
