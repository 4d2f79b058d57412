using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using CampaignState = DeepIoT.Coordinator.Campaigns.CampaignState;

namespace DeepIoT.SystemTests.LivePage.Crowded;

/// <summary>
/// SIMULATED: the entries of a campaign that nobody trained and no board measured, as the campaign itself decides on them when a
/// trainer tells it of its candidates.
/// </summary>
internal sealed class SimulatedCampaign
{
    private static readonly CampaignLimits Limits = new(TimeSpan.Zero);
    private static readonly string[] Layers = ["conv1", "conv2", "conv3", "fc1", "fc2", "fc3"];

    private readonly List<Entry> _entries = [];
    private readonly DateTimeOffset _at;
    private CampaignState _state = CampaignState.Empty;

    /// <param name="number">Tells it from others.</param>
    /// <param name="candidates">Of its one trial.</param>
    public SimulatedCampaign(int number, int candidates, DateTimeOffset at)
    {
        (Id, _at) = ($"simulated-{number:0000}", at);
        Tell(new Submission(new SubmitCampaign { CampaignId = Id, SubmissionId = Id, Spec = Spec(number) }, new MeasuringProtocol { Batch = 1 }));
        Tell(Reply(CampaignState.Examination, new TrialReply { Examined = new Examined { Baseline = Baseline() } }));
        Tell(Reply("t1", new TrialReply { Started = new Protocol.Cluster.TrialStarted() }));
        for (var i = 0; i < candidates; i++)
            Tell(Reply("t1", new TrialReply { Candidate = Found(i) }));
        Tell(Reply("t1", new TrialReply { Completed = new TrialCompleted() }));
        Keep(new Entry { PhaseChanged = new PhaseChanged { State = Protocol.V1.CampaignState.Completed }, At = Timestamp.FromDateTimeOffset(at) });
    }

    public string Id { get; }

    public IReadOnlyList<Entry> Entries => _entries;

    public CampaignSummary Summary => _state.ToSummary();

    private void Tell(object message)
    {
        foreach (var entry in _state.Decide(message, _at, Limits).Entries)
            Keep(entry);
    }

    private void Keep(Entry entry)
    {
        _entries.Add(entry);
        _state = _state.Apply(entry);
    }

    private TrialReply Reply(string trial, TrialReply reply)
    {
        (reply.Key, reply.Trainer) = (_state.CurrentKey(trial), "simulated");
        return reply;
    }

    private static CampaignSpec Spec(int number) => new()
    {
        Name = $"simulated {number}",
        Model = Named("simulated.onnx"),
        Data = new DataSpec { Format = DataFormat.Npz, TestShare = 0.2, Train = new DataPart { Inputs = Named("simulated.npz") } },
        Task = Protocol.V1.Task.Classification,
        MaxDropPoints = 0.5,
        Targets = { new Target { Kind = TargetKind.Size, Share = 0.1 } },
        Search = new SearchSpec { Method = "taylor", Trials = 1, Epochs = 5, Seed = 7 },
    };

    private static BaselineReport Baseline() => new()
    {
        Cost = new ModelCost { Parameters = 1_000_000, Macs = 5_000_000, Bytes = 4_010_000 },
        ValidationAccuracy = 0.98,
        TestAccuracy = 0.98,
        SmallestShare = 0.01,
    };

    // The larger, the better, with every tenth as good as can be: a frontier of some hundreds.
    private CandidateFound Found(int i)
    {
        var parameters = 20_000 + (150L * i);
        var found = new CandidateFound
        {
            Model = Named($"{Id} {i}"),
            Rung = 1,
            Cost = new ModelCost { Parameters = parameters, Macs = 5 * parameters, Bytes = (4 * parameters) + 10_000 },
            ValidationAccuracy = 0.9 + (0.08 * i / 5_000.0) - (i % 10 == 0 ? 0 : 0.004),
        };
        found.Structure.Add(Layers.Select(layer => new LayerWidth { Group = layer, Before = 512, After = 10 + (i / 10) }));
        return found;
    }

    private static ArtifactRef Named(string what) => new()
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what))),
        Bytes = 4_100,
        Name = "simulated",
    };
}
