using System.CommandLine;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.Cli.Commands.Artifacts;

/// <summary>`deepiot artifacts gc`</summary>
internal sealed class ArtifactsGcCommand : ClusterCommand
{
    private static readonly Column<CollectedArtifact>[] Columns =
    [
        new("sha256", "artifact", a => a.Sha256, a => Readable.ShortHash(a.Sha256)),
        new("bytes", "size", a => a.Bytes, a => Readable.Bytes(a.Bytes)),
        new("since", "since", a => Readable.Iso(a.Since), a => Readable.Moment(a.Since)),
    ];

    public ArtifactsGcCommand(Terminal terminal)
        : base("gc", "Remove artifacts that no campaign refers to; `deepiot campaigns delete` lets go of a campaign's.",
            "deepiot artifacts gc --dry-run", "deepiot artifacts gc --older-than 7d")
    {
        var olderThan = CommonOptions.Of(
            "--older-than", "Leave younger ones alone; at least 1 h, for what is just being uploaded.", "time", Amounts.Life, TimeSpan.FromDays(30));
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would go." };
        var format = CommonOptions.Format();
        AddRange([olderThan, dryRun, format]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new CollectRequest { OlderThan = Duration.FromTimeSpan(parsed.GetValue(olderThan)), DryRun = parsed.GetValue(dryRun) };
            using var call = connection.Store.Collect(request, cancellationToken: cancellation);
            var gone = new List<CollectedArtifact>();
            await foreach (var artifact in call.ResponseStream.ReadAllAsync(cancellation))
                gone.Add(artifact);
            terminal.Print(Sheet.Of(gone, Columns, "There is nothing to remove."), parsed.GetValue(format));
            terminal.Error.WriteLine($"{gone.Count} artifact(s), {Readable.Bytes(gone.Sum(artifact => artifact.Bytes))} {(request.DryRun ? "would go" : "removed")}.");
        });
    }
}
