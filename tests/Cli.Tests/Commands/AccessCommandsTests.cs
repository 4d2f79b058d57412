using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class AccessCommandsTests
{
    [Fact]
    public async Task Create_prints_the_token_alone_on_the_standard_output()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "tokens", "create", "alice", "--role", "submitter", "--expires", "30d");

        Assert.Equal("deepiot-1234", run.Out.Trim());
        Assert.Contains("DEEPIOT_TOKEN", run.Error, StringComparison.Ordinal);
        var order = Assert.IsType<CreateTokenRequest>(Assert.Single(coordinator.Access.Orders));
        Assert.Equal(("alice", TokenRole.Submitter, TimeSpan.FromDays(30)), (order.Name, order.Role, order.Life.ToTimeSpan()));
    }

    [Fact]
    public async Task A_role_that_there_is_not_is_the_users_mistake_and_a_near_one_is_named()
    {
        var run = await CommandRun.OfAsync("tokens", "create", "alice", "--role", "submiter");

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("Did you mean 'submitter'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_who_has_a_token_and_which_are_revoked()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Access.Known.Tokens.Add(new TokenInfo
        {
            Name = "alice",
            Role = TokenRole.Submitter,
            CreatedBy = "ada",
            CreatedAt = Made.At,
            ExpiresAt = Made.At,
            RevokedAt = Made.At,
        });

        Assert.Matches("alice +submitter .* ada +.*2026", (await CommandRun.OfAsync(coordinator, "tokens", "list")).Out);
    }

    [Fact]
    public async Task Revoke_names_the_token()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Equal("The token of alice is revoked.", (await CommandRun.OfAsync(coordinator, "tokens", "revoke", "alice")).Out.Trim());
        Assert.Equal(new RevokeTokenRequest { Name = "alice" }, Assert.Single(coordinator.Access.Orders));
    }

    [Fact]
    public async Task Audit_shows_who_did_what_and_why_not()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Access.Entries.Add(new AuditEntry
        {
            At = Made.At,
            Who = "eve",
            Role = "submitter",
            From = "192.0.2.1",
            What = "Campaigns/Cancel",
            On = "c1",
            Outcome = "PERMISSION_DENIED",
            Reason = "not yours",
            Times = 1,
        });

        var run = await CommandRun.OfAsync(coordinator, "audit", "--last", "7d", "--refused");

        Assert.Matches(@"eve +submitter +192\.0\.2\.1 +Campaigns/Cancel +c1 +PERMISSION_DENIED +1 +not yours", run.Out);
        Assert.True(Assert.IsType<AuditRequest>(Assert.Single(coordinator.Access.Orders)).Refused);
    }
}
