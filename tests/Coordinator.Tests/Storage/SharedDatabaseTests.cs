using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Boards;
using DeepIoT.Coordinator.Boards.Enrolment;
using DeepIoT.Coordinator.Boards.Ledger;
using DeepIoT.Coordinator.Storage;
using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using DeepIoT.Tests.Postgres;
using Google.Protobuf;
using Npgsql;

namespace DeepIoT.Coordinator.Tests.Storage;

/// <summary>What coordinators that share a PostgreSQL database find there of each other.</summary>
[Collection(nameof(OnPostgres))]
public sealed class SharedDatabaseTests(PostgresServer postgres) : IDisposable
{
    private static readonly DateTimeOffset Now = Example.Start;

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public async Task A_board_that_one_coordinator_invited_enrols_at_another_and_is_revoked_at_a_third()
    {
        var database = await Database();
        var token = new Enrolments(database).Invite(1, "rpi4", Now.AddHours(1));
        var another = new Enrolments(database);

        Assert.IsType<EnrolmentOutcome.Done>(another.Enrol(token, "kitchen", Hash("secret"), Now));
        Assert.True(new Enrolments(database).Revoke("kitchen", Now));

        Assert.NotNull(another.Find("secret")!.RevokedAt);
        Assert.Null(another.Of("kitchen"));
        Assert.True(another.Revocation("kitchen").IsCancellationRequested);
    }

    [SkippableFact]
    public async Task An_invitation_for_three_lets_three_in_however_many_come_at_once()
    {
        var database = await Database();
        var coordinators = new[] { new Enrolments(database), new Enrolments(database), new Enrolments(database) };
        var token = coordinators[0].Invite(3, "", Now.AddHours(1));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() => Enrol(coordinators[number % 3], $"b{number}"))));

        Assert.Equal(3, outcomes.Count(outcome => outcome is EnrolmentOutcome.Done));
        Assert.Equal(9, outcomes.Count(outcome => outcome is EnrolmentOutcome.NotInvited));

        // Whoever comes between twelve others too often is told to come again, and does.
        EnrolmentOutcome Enrol(Enrolments coordinator, string board)
        {
            while (true)
            {
                try
                {
                    return coordinator.Enrol(token, board, Hash(board), Now);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.SerializationFailure)
                {
                }
            }
        }
    }

    [SkippableFact]
    public async Task Boards_events_and_measurements_are_there_for_the_next_coordinator()
    {
        var database = await Database();
        var key = Example.Measuring(Example.Sha("m1"));
        new MeasurementTable(database).Store(key, Example.Measurement(0.25));
        new MeasurementTable(database).Store(key, Example.Measurement(0.3));
        var kept = new KeptBoard { Description = new BoardDescription { Name = "a" }, JobsCompleted = 1 };
        new BoardLedger(database).Write(new LedgerBatch([kept], [.. Enumerable.Range(1, BoardLedger.MostEvents + 3).Select(Event)]));
        new BoardLedger(database).Write(new LedgerBatch([new KeptBoard(kept) { JobsCompleted = 2 }], []));

        Assert.Equal(0.3, new MeasurementTable(database).Find(key)!.MedianMs);
        Assert.Null(new MeasurementTable(database).Find(Example.Measuring(Example.Sha("m2"))));
        var ledger = new BoardLedger(database);
        Assert.Equal(2, Assert.Single(ledger.Boards()).JobsCompleted);
        var history = ledger.History("a", 10_000);
        Assert.Equal((BoardLedger.MostEvents, $"{BoardLedger.MostEvents + 3}", "4"), (history.Count, history[0].Detail, history[^1].Detail));

        static (string Board, BoardEvent Event) Event(int number) => ("a", new BoardEvent { Detail = $"{number}" });
    }

    [SkippableFact]
    public async Task Many_coordinators_that_start_at_once_make_the_tables_once()
    {
        var database = await Database();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new Enrolments(database))));

        Assert.NotEmpty(new Enrolments(database).Invite(1, "", Now));
    }

    [SkippableFact]
    public async Task A_campaign_is_read_back_by_a_coordinator_with_another_data_folder()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var connection = await postgres.NewDatabaseAsync();
        string id;
        await using (var first = await Start(connection, "first"))
            id = (await first.Campaigns.SubmitAsync(new SubmitRequest { Spec = await first.UploadedSpec(), SubmissionId = "one" })).CampaignId;

        await using var second = await Start(connection, "second");

        Assert.Equal(Phase.Examining, (await second.Campaigns.GetAsync(new GetRequest { CampaignId = id })).State);
        Assert.Equal(id, Assert.Single((await second.Campaigns.ListAsync(new ListRequest())).Campaigns).CampaignId);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Database> Database()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        return new PostgresDatabase(await postgres.NewDatabaseAsync());
    }

    private Task<RunningCoordinator> Start(string connection, string dataFolder) => RunningCoordinator.Start(
        Path.Combine(_folder.Path, dataFolder),
        options => (options.Database, options.ArtifactFolder) = (connection, Path.Combine(_folder.Path, "artifacts")));

    private static ByteString Hash(string secret) => ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
