using DeepIoT.Coordinator.Access.Tokens;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Tests.Access.Tokens;

public sealed class IssuedTokensTests : IDisposable
{
    private static readonly DateTimeOffset Now = Example.Start;
    private readonly TemporaryFolder _folder = new();
    private readonly IssuedTokens _tokens;

    public IssuedTokensTests() => _tokens = Open();

    [Fact]
    public void A_token_is_found_by_itself_also_after_a_restart_and_is_nowhere_on_disk()
    {
        var token = _tokens.Issue(Info("alice"))!;

        Assert.Equal("alice", Open().Find(token)!.Name);
        Assert.Null(_tokens.Find(token + "0"));
        Assert.All(
            Directory.GetFiles(_folder.Path),
            file => Assert.DoesNotContain(token, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_has_one_good_token_at_a_time()
    {
        Assert.NotNull(_tokens.Issue(Info("alice")));
        Assert.Null(_tokens.Issue(Info("alice")));
        Assert.NotNull(_tokens.Issue(Info("bob")));

        // A day later it has expired.
        Assert.NotNull(_tokens.Issue(Info("alice", TimeSpan.FromDays(1))));
        Assert.Equal(["alice", "alice", "bob"], _tokens.All().Select(info => info.Name).Order());
        Assert.Equal(Now + TimeSpan.FromDays(1), _tokens.All()[0].CreatedAt.ToDateTimeOffset());
    }

    [Fact]
    public void A_revoked_token_is_known_as_such_and_its_name_is_free()
    {
        var token = _tokens.Issue(Info("alice"))!;

        Assert.True(_tokens.Revoke("alice", Now));
        Assert.Equal(Now, _tokens.Find(token)!.RevokedAt.ToDateTimeOffset());
        Assert.False(_tokens.Revoke("alice", Now));
        Assert.False(_tokens.Revoke("nobody", Now));
        Assert.NotNull(_tokens.Issue(Info("alice")));
    }

    public void Dispose() => _folder.Dispose();

    private IssuedTokens Open() => new(new SqliteDatabase(Path.Combine(_folder.Path, "access.db")));

    private static TokenInfo Info(string name, TimeSpan later = default) => new()
    {
        Name = name,
        Role = TokenRole.Submitter,
        CreatedAt = Timestamp.FromDateTimeOffset(Now + later),
        ExpiresAt = Timestamp.FromDateTimeOffset(Now + later + TimeSpan.FromDays(1)),
    };
}
