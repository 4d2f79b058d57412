using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Storage;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class ArtifactRightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactRights _rights;

    public ArtifactRightsTests() => _rights = new ArtifactRights(new SqliteDatabase(Path.Combine(_folder.Path, "access.db")));

    [Fact]
    public void A_user_reads_what_it_was_given_and_nobody_elses()
    {
        _rights.GiveTo(new Caller(Role.Submitter, "sam", null), ["a", "b", "a"]);

        Assert.True(_rights.MayRead(new Caller(Role.Submitter, "sam", null), "b"));
        Assert.False(_rights.MayRead(new Caller(Role.Submitter, "sam", null), "c"));
        Assert.False(_rights.MayRead(new Caller(Role.Submitter, "eve", null), "a"));
        Assert.False(_rights.MayRead(new Caller(Role.Viewer, "sam", null), "a"));
    }

    [Fact]
    public void Boards_read_the_models_that_a_board_was_given()
    {
        _rights.GiveToBoards("model");

        Assert.True(_rights.MayRead(new Caller(Role.Board, "kitchen", "kitchen"), "model"));
        Assert.False(_rights.MayRead(new Caller(Role.Board, "kitchen", "kitchen"), "data"));
        Assert.False(_rights.MayRead(new Caller(Role.Submitter, "kitchen", null), "model"));
    }

    [Fact]
    public void Trainers_admins_and_those_whom_nobody_asks_read_everything()
    {
        Assert.True(_rights.MayRead(new Caller(Role.Trainer, "t", null), "data"));
        Assert.True(_rights.MayRead(new Caller(Role.Admin, "ada", null), "data"));
        Assert.True(_rights.MayRead(null, "data"));
    }

    public void Dispose() => _folder.Dispose();
}
