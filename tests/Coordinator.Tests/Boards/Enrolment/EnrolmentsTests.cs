using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Storage;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace DeepIoT.Coordinator.Tests.Boards.Enrolment;

public sealed class EnrolmentsTests : IDisposable
{
    private static readonly DateTimeOffset Now = Example.Start;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_board_that_was_invited_is_known_by_its_credential_and_still_is_after_a_restart()
    {
        var enrolments = Open();
        var token = enrolments.Invite(1, "rpi4", Now.AddHours(1));

        var done = Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(token, "kitchen", Hash("secret"), Now));

        Assert.Equal("rpi4", done.Credential.ClassHint);
        Assert.Equal("kitchen", enrolments.Find("secret")!.Board);
        Assert.Null(enrolments.Find(token));
        Assert.Null(enrolments.Find("guess"));
        Assert.Equal("kitchen", Open().Find("secret")!.Board);
    }

    [Fact]
    public void A_token_is_good_for_as_many_boards_as_were_invited()
    {
        var enrolments = Open();
        var token = enrolments.Invite(2, "", Now.AddHours(1));

        Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(token, "a", Hash("1"), Now));
        Assert.IsType<EnrolmentOutcome.Done>(Open().Enrol(token, "b", Hash("2"), Now));

        Assert.IsType<EnrolmentOutcome.NotInvited>(Open().Enrol(token, "c", Hash("3"), Now));
    }

    [Fact]
    public void An_answer_that_was_lost_is_given_again_and_uses_nothing_up()
    {
        var enrolments = Open();
        var token = enrolments.Invite(2, "", Now.AddHours(1));
        foreach (var later in new[] { 0, 1, 100 })
            Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(token, "a", Hash("1"), Now.AddHours(later)));

        Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(token, "b", Hash("2"), Now));
    }

    [Fact]
    public void A_name_that_is_enrolled_cannot_be_had_by_another_invitation()
    {
        var enrolments = Open();
        enrolments.Enrol(enrolments.Invite(1, "", Now.AddHours(1)), "a", Hash("1"), Now);
        var second = enrolments.Invite(1, "", Now.AddHours(1));

        Assert.IsType<EnrolmentOutcome.NameTaken>(enrolments.Enrol(second, "a", Hash("2"), Now));

        Assert.Equal("a", enrolments.Find("1")!.Board);
        Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(second, "b", Hash("2"), Now));
    }

    [Fact]
    public void A_token_that_is_unknown_or_too_old_lets_nobody_in()
    {
        var enrolments = Open();
        var token = enrolments.Invite(1, "", Now.AddHours(1));

        Assert.IsType<EnrolmentOutcome.NotInvited>(enrolments.Enrol("join-guess", "a", Hash("1"), Now));
        Assert.Equal(new EnrolmentOutcome.Expired(Now.AddHours(1)), enrolments.Enrol(token, "a", Hash("1"), Now.AddHours(2)));
        Assert.Null(enrolments.Find("1"));
    }

    [Fact]
    public void A_revoked_credential_is_told_from_an_unknown_one_and_ends_what_hangs_on_it()
    {
        var enrolments = Open();
        enrolments.Enrol(enrolments.Invite(1, "", Now.AddHours(1)), "a", Hash("1"), Now);
        var stream = enrolments.Revocation("a");
        Assert.False(stream.IsCancellationRequested);

        Assert.True(enrolments.Revoke("a", Now));

        Assert.True(stream.IsCancellationRequested);
        Assert.True(enrolments.Revocation("a").IsCancellationRequested);
        Assert.NotNull(Open().Find("1")!.RevokedAt);
        Assert.Null(enrolments.Of("a"));
        Assert.False(enrolments.Revoke("a", Now));
        Assert.False(enrolments.Revoke("nobody", Now));
    }

    [Fact]
    public void A_revoked_board_may_be_invited_again_but_not_with_its_old_credential()
    {
        var enrolments = Open();
        enrolments.Enrol(enrolments.Invite(1, "", Now.AddHours(1)), "a", Hash("1"), Now);
        enrolments.Revoke("a", Now);
        var token = enrolments.Invite(1, "", Now.AddHours(1));

        Assert.IsType<EnrolmentOutcome.CredentialUsed>(enrolments.Enrol(token, "a", Hash("1"), Now));
        Assert.IsType<EnrolmentOutcome.Done>(enrolments.Enrol(token, "a", Hash("2"), Now));

        Assert.False(enrolments.Revocation("a").IsCancellationRequested);
        Assert.NotNull(enrolments.Find("1")!.RevokedAt);
        Assert.Null(Open().Find("2")!.RevokedAt);
    }

    [Fact]
    public void Neither_tokens_nor_credentials_are_stored()
    {
        var enrolments = Open();
        var token = enrolments.Invite(2, "", Now.AddHours(1));
        enrolments.Enrol(token, "a", Hash("a-secret-of-its-own"), Now);
        SqliteConnection.ClearAllPools();

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("a-secret-of-its-own", text, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private Enrolments Open() => new(new SqliteDatabase(Path.Combine(_folder.Path, "boards.db")));

    private static ByteString Hash(string secret) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
