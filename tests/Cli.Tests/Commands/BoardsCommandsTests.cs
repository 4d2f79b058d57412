using System.Text.Json;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class BoardsCommandsTests
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "samples", "digits", "digits.onnx");

    [Fact]
    public async Task Boards_says_why_one_takes_no_jobs_and_whose_job_another_has()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Boards.Known.Boards.Add(Board("slow-pi", BoardState.Sick, "the reference model took 3.100 ms"));
        coordinator.Boards.Known.Boards.Add(Board("kitchen-pi", BoardState.Busy, "", "c1"));

        var run = await CommandRun.OfAsync(coordinator, "boards");

        Assert.Matches("slow-pi .* sick +the reference model took 3.100 ms", run.Out);
        Assert.Matches("kitchen-pi .* busy +measures for c1", run.Out);
    }

    [Fact]
    public async Task Show_prints_what_a_board_is_how_it_stands_and_what_happened_to_it()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Boards.Details = Details();

        var run = await CommandRun.OfAsync(coordinator, "boards", "show", "slow-pi");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Matches("state +sick", run.Out);
        Assert.Matches("boardClass +rpi4", run.Out);
        Assert.Matches("memoryBytes +8000.0 MB", run.Out);
        Assert.Matches("referenceSpread +0.750 ms to 1.25 ms, median 1.00 ms of 3 runs of the class", run.Out);
        Assert.Matches(@"2026-01-02 .* sick +.*3\.100 ms", run.Out);
        Assert.DoesNotContain("governor", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_json_has_everything_and_unknown_values_as_null()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Boards.Details = Details();

        var json = JsonDocument.Parse((await CommandRun.OfAsync(coordinator, "boards", "show", "slow-pi", "--format", "json")).Out).RootElement;

        Assert.Equal("sick", json.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("governor").ValueKind);
        Assert.Equal(1.25, json.GetProperty("referenceSpread").GetProperty("highMs").GetDouble());
        Assert.Equal(3.1, json.GetProperty("history")[0].GetProperty("referenceMs").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("history")[1].GetProperty("referenceMs").ValueKind);
    }

    [Fact]
    public async Task Show_tells_big_cores_from_little_ones_and_names_caches_and_sensors()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Boards.Details = Details();
        var description = coordinator.Boards.Details.Board.Description;
        description.Clusters.Add([new CoreCluster { Cores = "0-3", MaxMhz = 1512, Capacity = 485, Governor = "schedutil" }, new CoreCluster { Cores = "4-5" }]);
        description.Caches.Add(new Cache { Level = 2, Kind = "unified", Bytes = 512_000, Count = 2 });
        description.PowerSensors.Add(["hwmon:ina219/power1", "powercap:package-0"]);

        var table = await CommandRun.OfAsync(coordinator, "boards", "show", "slow-pi");
        var json = JsonDocument.Parse((await CommandRun.OfAsync(coordinator, "boards", "show", "slow-pi", "--format", "json")).Out).RootElement;

        Assert.Matches("clusters +cores 0-3, 1512 MHz, capacity 485, schedutil; cores 4-5", table.Out);
        Assert.Matches("caches +2 × L2 unified 512.0 KB", table.Out);
        Assert.Matches("powerSensors +hwmon:ina219/power1, powercap:package-0", table.Out);
        Assert.DoesNotContain("thermometers", table.Out, StringComparison.Ordinal);
        Assert.Equal(1512, json.GetProperty("clusters")[0].GetProperty("maxMhz").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("clusters")[1].GetProperty("maxMhz").ValueKind);
        Assert.Equal(512_000, json.GetProperty("caches")[0].GetProperty("bytes").GetInt64());
        Assert.Empty(json.GetProperty("thermometers").EnumerateArray());
    }

    [Fact]
    public async Task An_unknown_board_is_the_users_mistake()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "boards", "show", "nobody");

        Assert.Equal((ExitCode.UsersMistake, "There is no board nobody. `deepiot boards` lists them"), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task Characterise_has_the_boards_of_a_class_measure_structures_of_the_model_and_writes_what_it_learned()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync(coordinator, "boards", "characterise", "rpi4/linux-arm64", Digits, "--networks", "30", "-o", folder["pi4.timemodel"]);

        Assert.Equal((ExitCode.Success, true), (run.ExitCode, run.Error.Contains("30 of 30 networks measured", StringComparison.Ordinal)));
        Assert.Contains("rpi4/linux-arm64", run.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["pi4.timemodel"]));
        Assert.Equal(30, coordinator.Boards.Orders.Count);
        Assert.All(coordinator.Boards.Orders.Cast<MeasureRequest>(), request => Assert.Equal("rpi4/linux-arm64", request.BoardClass));
    }

    [Fact]
    public async Task A_structure_that_no_board_can_measure_ends_the_characterisation_with_the_reason()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        using var folder = new TemporaryFolder();
        coordinator.Boards.Speed = asked => asked < 10 ? 1 : null;

        var run = await CommandRun.OfAsync(coordinator, "boards", "characterise", "rpi4", Digits, "-o", folder["pi4.timemodel"]);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("kitchen-pi says: too big", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["pi4.timemodel"]));
    }

    [Fact]
    public async Task Drain_and_resume_say_how_the_board_stands_now()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Equal("kitchen-pi is draining: drained: new fan.", (await CommandRun.OfAsync(coordinator, "boards", "drain", "kitchen-pi", "--reason", "new fan")).Out.Trim());
        Assert.Equal("kitchen-pi is free.", (await CommandRun.OfAsync(coordinator, "boards", "resume", "kitchen-pi")).Out.Trim());
        Assert.Equal(
            [new DrainBoardRequest { Name = "kitchen-pi", Reason = "new fan" }, new ResumeBoardRequest { Name = "kitchen-pi" }], coordinator.Boards.Orders);
    }

    [Fact]
    public async Task Invite_prints_the_join_token_alone_on_the_standard_output()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "boards", "invite", "--boards", "3", "--expires", "2 h", "--class-hint", "rpi4");

        Assert.Equal("join-1234", run.Out.Trim());
        Assert.Contains("deepiot-profiler --join", run.Error, StringComparison.Ordinal);
        var order = Assert.IsType<InviteBoardsRequest>(Assert.Single(coordinator.Boards.Orders));
        Assert.Equal((3, "rpi4", TimeSpan.FromHours(2)), (order.Boards, order.ClassHint, order.Life.ToTimeSpan()));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("5 s")]
    [InlineData("400 d")]
    public async Task An_invitation_needs_a_time_of_at_most_a_year(string expires)
    {
        var run = await CommandRun.OfAsync("boards", "invite", "--expires", expires);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("--expires: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_names_the_board()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        Assert.Equal("The credential of kitchen-pi is revoked.", (await CommandRun.OfAsync(coordinator, "boards", "revoke", "kitchen-pi")).Out.Trim());
    }

    private static BoardDetails Details() => new()
    {
        Board = Board("slow-pi", BoardState.Sick, "the reference model took 3.100 ms"),
        Spread = new ReferenceSpread { MedianMs = 1, LowMs = 0.75, HighMs = 1.25, Runs = 3 },
        History =
        {
            new BoardEvent { At = Made.At, Kind = BoardEventKind.Sick, Detail = "the reference model took 3.100 ms", ReferenceMs = 3.1 },
            new BoardEvent { At = Made.At, Kind = BoardEventKind.Attached },
        },
    };

    private static Board Board(string name, BoardState state, string reason, params string[] campaigns) => new()
    {
        Description = new BoardDescription { Name = name, BoardClass = "rpi4", Cores = 4, MemoryBytes = 8_000_000_000 },
        State = state,
        Reason = reason,
        LastSeen = Made.At,
        Campaigns = { campaigns },
    };
}
