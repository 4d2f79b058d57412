using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Tests.Whole;

/// <summary>What a caller has measured without a campaign, over real sockets, by a simulated board.</summary>
public sealed class DirectMeasurementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_stored_model_is_measured_once_and_found_from_then_on()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var board = await SimulatedBoard.Attach(coordinator);
        var request = new MeasureRequest { ModelSha256 = (await coordinator.Upload("a model")).Sha256, BoardClass = Example.Class };
        await Known(coordinator);

        var first = await Measure(coordinator, request);
        // It is kept while it is told.
        var again = await Eventually.Holds(() => Measure(coordinator, request), events => events.Count == 1, "the measurement is found");
        var jobs = board.Jobs;
        await Measure(coordinator, request);

        Assert.Equal("simulated-board", first[0].Board);
        Assert.Equal((0.25, true), (first[^1].Measurement.MedianMs, first[^1].Measurement.Simulated));
        Assert.Equal(0.25, again[0].Measurement.MedianMs);
        Assert.Equal(jobs, board.Jobs);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_said_at_once()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => Measure(coordinator, new MeasureRequest { ModelSha256 = Example.Sha("not stored"), BoardClass = "no/such" }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("modelSha256: no model of yours", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("boardClass: no board is of the class `no/such`", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_be_measured_is_given_up_with_the_boards_reason()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path);
        await using var board = await SimulatedBoard.Attach(coordinator, answer: job => new FromBoard
        {
            Failed = new JobFailed { LeaseId = job.LeaseId, Reason = "it has no outputs", ModelAtFault = true },
        });
        await Known(coordinator);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await Measure(coordinator, new MeasureRequest { ModelSha256 = (await coordinator.Upload("no model")).Sha256, BoardClass = Example.Class }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains("simulated-board says: it has no outputs", refusal.Status.Detail, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<ListBoardsReply> Known(RunningCoordinator coordinator) =>
        Eventually.Holds(() => coordinator.Boards.ListAsync(new ListBoardsRequest()).ResponseAsync, known => known.Boards.Count == 1, "the board is known");

    private static async Task<List<MeasureEvent>> Measure(RunningCoordinator coordinator, MeasureRequest request)
    {
        using var call = coordinator.Boards.Measure(request, deadline: DateTime.UtcNow.AddMinutes(1));
        var events = new List<MeasureEvent>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
            events.Add(happened);
        return events;
    }
}
