using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Audit;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepIoT.Coordinator.Tests.Access.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SetTime _time = new();
    private readonly AuditLog _audit;

    public AuditLogTests() => _audit = new AuditLog(_folder.Path, _time, NullLoggerFactory.Instance);

    [Fact]
    public void What_was_done_and_what_was_refused_is_read_back_in_order()
    {
        _audit.Note(Called("Campaigns/Submit", StatusCode.OK, on: "c1"));
        _time.Now += TimeSpan.FromDays(1);
        _audit.Note(Called("Campaigns/Cancel", StatusCode.PermissionDenied, "not yours", "c2"));

        Assert.Equal(
            ["sam submitter Campaigns/Submit c1 OK ", "sam submitter Campaigns/Cancel c2 PERMISSION_DENIED not yours"],
            _audit.Read(Example.Start).Select(entry => $"{entry.Who} {entry.Role} {entry.What} {entry.On} {entry.Outcome} {entry.Reason}"));
        Assert.Equal("c2", Assert.Single(_audit.Read(Example.Start + TimeSpan.FromHours(1))).On);
        Assert.Equal(["2026-05-04.jsonl", "2026-05-05.jsonl"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Who_looks_is_not_noted_unless_it_was_refused()
    {
        _audit.Note(Called("Campaigns/Watch", StatusCode.OK));
        _audit.Note(Called("Campaigns/Watch", StatusCode.Cancelled));
        _audit.Note(Called("Campaigns/Watch", StatusCode.Unauthenticated));
        _audit.Note(Called("Artifacts/Download", StatusCode.OK));

        Assert.Equal(["UNAUTHENTICATED", "OK"], _audit.Read(Example.Start).Select(entry => entry.Outcome));
    }

    [Fact]
    public void A_flood_becomes_one_line_for_each_caller_and_verb()
    {
        for (var i = 0; i < 1000; i++)
            _audit.Note(Called("Boards/Attach", StatusCode.ResourceExhausted));
        Assert.Empty(_audit.Read(Example.Start));

        _audit.Flush();
        _audit.Flush();

        Assert.Equal(1000, Assert.Single(_audit.Read(Example.Start)).Times);
    }

    [Fact]
    public void A_name_with_a_line_break_stays_in_its_line_and_half_a_line_spoils_no_other()
    {
        _audit.Note(Called("Boards/Revoke", StatusCode.NotFound, on: "x\n{\"who\":\"ada\"}"));
        File.AppendAllText(Directory.GetFiles(_folder.Path).Single(), "{\"at\": \"20\n");
        _audit.Note(Called("Boards/Revoke", StatusCode.OK));

        Assert.Equal(2, _audit.Read(Example.Start).Count());
        Assert.DoesNotContain(_audit.Read(Example.Start), entry => entry.Who == "ada");
    }

    public void Dispose()
    {
        _audit.Dispose();
        _folder.Dispose();
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Example.Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static Call Called(string what, StatusCode outcome, string reason = "", string on = "") => new($"/deepiot.v1.{what}", "::1", "Bearer secret", default)
    {
        Caller = new Caller(Role.Submitter, "sam", null),
        Outcome = new Status(outcome, reason),
        On = on,
    };
}
