using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Trainers;

/// <summary>`deepiot trainers resume`</summary>
internal sealed class TrainersResumeCommand : ClusterCommand
{
    public TrainersResumeCommand(Terminal terminal)
        : base("resume", "Give a drained trainer trials again.", "deepiot trainers resume lab-2")
    {
        var name = CommonOptions.TrainerName();
        Add(name);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new ResumeTrainerRequest { Name = parsed.GetRequiredValue(name) };
            foreach (var trainer in (await connection.Trainers.ResumeAsync(request, cancellationToken: cancellation)).Trainers)
                terminal.Out.WriteLine($"{trainer.Name} at {trainer.Address} takes trials again.");
        });
    }
}
