using DeepIoT.Coordinator.Artifacts;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DeepIoT.Coordinator.Tests.Artifacts;

public sealed class PatientStoreTests : IDisposable
{
    private static readonly string Name = Example.Sha("anything");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StoreCondition _condition = new(NullLogger<StoreCondition>.Instance);
    private readonly UnreliableStore _unreliable;
    private readonly PatientStore _patient;

    public PatientStoreTests()
    {
        _unreliable = new UnreliableStore(new FolderStore(_folder.Path, TimeProvider.System));
        _patient = new PatientStore(_unreliable, _condition, _time);
    }

    [Fact]
    public async Task A_store_that_comes_back_is_asked_again_and_the_caller_sees_nothing_of_it()
    {
        _unreliable.IsAway = true;
        var found = _patient.FindAsync(Name, default);
        Assert.Equal((1, false), (_unreliable.Refused, found.IsCompleted));
        Assert.Equal(HealthStatus.Degraded, (await _condition.CheckHealthAsync(new HealthCheckContext())).Status);

        _unreliable.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await found);
        Assert.Equal(HealthStatus.Healthy, (await _condition.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_asked_ever_more_rarely_until_the_caller_is_told()
    {
        _unreliable.IsAway = true;
        var found = _patient.FindAsync(Name, default);
        for (var second = 0.0; second < PatientStore.Patience.TotalSeconds && !found.IsCompleted; second += 0.125)
            _time.Advance(TimeSpan.FromSeconds(0.125));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => found);
        Assert.InRange(_unreliable.Refused, 4, 10);
        Assert.Equal("the test has taken it away", _condition.Failure);
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_kept_waiting()
    {
        _unreliable.IsAway = true;
        using var impatience = new CancellationTokenSource();
        var found = _patient.FindAsync(Name, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => found);
    }

    public void Dispose() => _folder.Dispose();
}
