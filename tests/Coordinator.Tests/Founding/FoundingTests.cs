using DeepIoT.Coordinator.Founding;
using DeepIoT.Coordinator.Tests.Storage;
using DeepIoT.Tests.Postgres;

namespace DeepIoT.Coordinator.Tests.Founding;

/// <summary>Coordinators that find no other, over a real database and with a clock of their own.</summary>
[Collection(nameof(OnPostgres))]
public sealed class FoundingTests(PostgresServer postgres) : IAsyncDisposable
{
    private readonly Clock _clock = new();
    private readonly Dictionary<FoundingDesk, FoundingRight> _rights = [];
    private string _database = "";

    [SkippableFact]
    public async Task Where_nobody_is_one_begins_a_cluster_and_another_that_waited_as_long_does_not()
    {
        await DatabaseAsync();
        var (first, second) = (Coordinator("first"), Coordinator("second"));

        await WaitAsync(first, second);

        Assert.True(await first.BeginsAsync());
        Assert.False(await second.BeginsAsync());
        Assert.True(await first.StaysAsync());
        Assert.False(await second.BeginsAsync());
        Assert.True(await second.StaysAsync());
    }

    [SkippableFact]
    public async Task Where_one_of_a_cluster_lives_nobody_begins_another_however_long_it_does_not_answer()
    {
        await DatabaseAsync();
        var (silent, returning) = (Coordinator("silent"), Coordinator("returning"));
        Assert.True(await silent.StaysAsync());

        for (var minutes = 0; minutes < 10; minutes++)
        {
            Assert.False(await returning.BeginsAsync());
            _clock.Passes(TimeSpan.FromMinutes(1));
        }
    }

    [SkippableFact]
    public async Task A_connection_that_breaks_is_no_death_when_there_is_another_in_time()
    {
        await DatabaseAsync();
        var (silent, returning) = (Coordinator("silent"), Coordinator("returning"));
        Assert.True(await silent.StaysAsync());
        await BreakAsync(silent);

        await WaitAsync(returning);
        Assert.True(await silent.StaysAsync());

        Assert.False(await returning.BeginsAsync());
        await BreakAsync(silent);
        Assert.False(await returning.BeginsAsync());
    }

    [SkippableFact]
    public async Task Whoever_was_taken_for_gone_leaves_its_cluster_for_the_one_that_was_begun_since()
    {
        await DatabaseAsync();
        var (lost, returning) = (Coordinator("lost"), Coordinator("returning"));
        Assert.True(await lost.StaysAsync());
        await BreakAsync(lost);
        await WaitAsync(returning);
        Assert.True(await returning.BeginsAsync());
        Assert.True(await returning.StaysAsync());

        Assert.False(await lost.StaysAsync());
        Assert.True(await Coordinator("lost, started again").StaysAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var right in _rights.Values)
            await right.DisposeAsync();
    }

    private async Task DatabaseAsync()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        _database = await postgres.NewDatabaseAsync();
        FoundingRight.Prepare(_database);
    }

    private FoundingDesk Coordinator(string name)
    {
        var right = new FoundingRight(_database);
        var desk = new FoundingDesk(right, name, _clock);
        _rights[desk] = right;
        return desk;
    }

    private ValueTask BreakAsync(FoundingDesk coordinator) => _rights[coordinator].DisposeAsync();

    private async Task WaitAsync(params FoundingDesk[] coordinators)
    {
        foreach (var coordinator in coordinators)
            Assert.False(await coordinator.BeginsAsync());
        _clock.Passes(FoundingDesk.Patience);
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Passes(TimeSpan time) => _now += time.Ticks;
    }
}
