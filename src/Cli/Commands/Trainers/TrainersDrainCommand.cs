using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Trainers;

/// <summary>`deepiot trainers drain`</summary>
internal sealed class TrainersDrainCommand : ClusterCommand
{
    public TrainersDrainCommand(Terminal terminal)
        : base("drain", "Give a trainer no new trials and have it hand back those it runs at their next checkpoint, until it is resumed or starts again.",
            "deepiot trainers drain lab-2")
    {
        var name = CommonOptions.TrainerName();
        Add(name);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new DrainTrainerRequest { Name = parsed.GetRequiredValue(name) };
            foreach (var trainer in (await connection.Trainers.DrainAsync(request, cancellationToken: cancellation)).Trainers)
                terminal.Out.WriteLine($"{trainer.Name} at {trainer.Address} takes no new trials; {trainer.Running.Count} are on their way back.");
        });
    }
}
