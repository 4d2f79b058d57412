using System.CommandLine;
using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol;
using Grpc.Core;

namespace DeepIoT.Cli.Commands;

/// <summary>A command that talks to a coordinator.</summary>
internal abstract class ClusterCommand : ExampleCommand
{
    private readonly Option<CoordinatorAddresses> _coordinator = CommonOptions.Coordinator();

    protected ClusterCommand(string name, string description, params string[] examples)
        : base(name, description, examples) => Add(_coordinator);

    protected void SetClusterAction(Func<ParseResult, CoordinatorConnection, CancellationToken, Task> action) =>
        SetAction(async (parsed, cancellation) =>
        {
            var address = parsed.GetRequiredValue(_coordinator);
            using var connection = new CoordinatorConnection(address);
            try
            {
                await action(parsed, connection, cancellation);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                throw new UserMistakeException(
                    $"No coordinator answers at {address} ({e.GetBaseException().Message.TrimEnd('.')}). "
                    + "Start one with `deepiot up`, or name another with --coordinator.");
            }
        });
}
