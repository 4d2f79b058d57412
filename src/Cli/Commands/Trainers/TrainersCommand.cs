using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Trainers;

/// <summary>`deepiot trainers`, and what can be done with one of them.</summary>
internal sealed class TrainersCommand : ListCommand<Trainer>
{
    internal const string WhenEmpty = "No trainers yet. `deepiot trainer` starts one.";

    internal static readonly Column<Trainer> Trials = new("trials", "trials", t => string.Join(' ', t.Running.Select(r => $"{r.CampaignId}/{r.TrialId}")));

    internal static readonly Column<Trainer> Drained = new("draining", "drained", t => t.Draining, t => t.Draining ? "yes" : "no");

    private static readonly Column<Trainer>[] Columns =
    [
        new("name", "trainer", t => t.Name),
        new("address", "address", t => t.Address),
        new("slots", "slots", t => t.Slots),
        Drained,
        new("running", "running", t => t.Running.Count),
        Trials,
        new("torchVersion", "Torch", t => t.TorchVersion),
        new("lastSeen", "last seen", t => Readable.Iso(t.LastSeen), t => Readable.Moment(t.LastSeen)),
    ];

    public TrainersCommand(Terminal terminal)
        : base(terminal, "trainers", "List the trainers in the cluster and what they run.", Columns,
            WhenEmpty,
            "deepiot trainers", "deepiot trainers drain lab-2")
    {
        Add(new TrainersDrainCommand(terminal));
        Add(new TrainersResumeCommand(terminal));
    }

    protected override async Task<IReadOnlyList<Trainer>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation) =>
        (await connection.Trainers.ListAsync(new ListTrainersRequest(), cancellationToken: cancellation)).Trainers;
}
