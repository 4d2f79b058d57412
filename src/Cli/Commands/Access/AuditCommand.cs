using System.CommandLine;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace DeepIoT.Cli.Commands.Access;

/// <summary>`deepiot audit`</summary>
internal sealed class AuditCommand : ClusterCommand
{
    private static readonly Column<AuditEntry>[] Columns =
    [
        new("at", "when", e => Readable.Iso(e.At), e => Readable.Moment(e.At)),
        new("who", "who", e => e.Who.Length > 0 ? e.Who : null, e => e.Who),
        new("role", "role", e => e.Role.Length > 0 ? e.Role : null, e => e.Role),
        new("from", "from", e => e.From),
        new("what", "what", e => e.What),
        new("on", "on", e => e.On.Length > 0 ? e.On : null, e => e.On),
        new("outcome", "outcome", e => e.Outcome),
        new("times", "times", e => e.Times),
        new("reason", "why", e => e.Reason.Length > 0 ? e.Reason : null, e => e.Reason),
    ];

    public AuditCommand(Terminal terminal, TimeProvider time)
        : base("audit", "Show who did what and what was refused, as this coordinator saw it; for admins.",
            "deepiot audit", "deepiot audit --last 7d --refused --format json")
    {
        var last = CommonOptions.Of("--last", "How far back.", "time", Amounts.Life, TimeSpan.FromDays(1));
        var refused = new Option<bool>("--refused") { Description = "Only what was refused or failed." };
        var format = CommonOptions.Format();
        AddRange([last, refused, format]);
        SetClusterAction(async (parsed, connection, cancellation) =>
        {
            var request = new AuditRequest
            {
                Since = Timestamp.FromDateTimeOffset(time.GetUtcNow() - parsed.GetValue(last)),
                Refused = parsed.GetValue(refused),
            };
            using var call = connection.Access.Audit(request, cancellationToken: cancellation);
            var entries = new List<AuditEntry>();
            await foreach (var entry in call.ResponseStream.ReadAllAsync(cancellation))
                entries.Add(entry);
            terminal.Print(Sheet.Of(entries, Columns, "Nothing was done in that time."), parsed.GetValue(format));
        });
    }
}
