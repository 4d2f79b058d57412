using System.CommandLine;
using DeepIoT.Cli.Output;
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
        : base("gc", "List artifacts that no campaign refers to, and remove them with --remove; `deepiot campaigns delete` lets go of a campaign's.",
            "deepiot artifacts gc", "deepiot artifacts gc --older-than 7d --remove")
    {
        var olderThan = CommonOptions.Of(
            "--older-than", "Leave younger ones alone; at least 1d, for what nobody refers to yet.", "time", Amounts.Life, TimeSpan.FromDays(30));
        var remove = new Option<bool>("--remove") { Description = "Remove them for good; without it they are only listed." };
        var format = CommonOptions.Format();
        AddRange([olderThan, remove, format]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new CollectRequest { OlderThan = Duration.FromTimeSpan(parsed.GetValue(olderThan)), Remove = parsed.GetValue(remove) };
            using var call = connection.Store.Collect(request, cancellationToken: cancellation);
            var gone = new List<CollectedArtifact>();
            await foreach (var artifact in call.ResponseStream.ReadAllAsync(cancellation))
                gone.Add(artifact);
            terminal.Print(Sheet.Of(gone, Columns, "There is nothing to remove."), parsed.GetValue(format));
            if (gone.Count == 0)
                return;
            var what = request.Remove ? "removed" : "would go; --remove removes them";
            terminal.Error.WriteLine($"{gone.Count} artifact(s), {Readable.Bytes(gone.Sum(artifact => artifact.Bytes))} {what}.");
        });
    }
}
