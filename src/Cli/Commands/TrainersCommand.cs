using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot trainers`</summary>
internal sealed class TrainersCommand(Terminal terminal) : ListCommand<Trainer>(
    terminal, "trainers", "List the trainers in the cluster and what they run.", Columns,
    "No trainers yet. `deepiot trainer` starts one.",
    "deepiot trainers")
{
    private static readonly Column<Trainer>[] Columns =
    [
        new("name", "trainer", t => t.Name),
        new("address", "address", t => t.Address),
        new("slots", "slots", t => t.Slots),
        new("running", "running", t => t.Running.Count),
        new("trials", "trials", t => string.Join(' ', t.Running.Select(r => $"{r.CampaignId}/{r.TrialId}"))),
        new("torchVersion", "Torch", t => t.TorchVersion),
        new("lastSeen", "last seen", t => Readable.Iso(t.LastSeen), t => Readable.Moment(t.LastSeen)),
    ];

    protected override async Task<IReadOnlyList<Trainer>> FetchAsync(CoordinatorConnection connection, CancellationToken cancellation) =>
        (await connection.Trainers.ListAsync(new ListTrainersRequest(), cancellationToken: cancellation)).Trainers;
}
