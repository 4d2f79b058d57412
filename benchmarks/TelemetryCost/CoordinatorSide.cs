using System.Diagnostics;
using DeepIoT.Load;

namespace DeepIoT.TelemetryCost;

/// <summary>A coordinator that bears campaigns of SIMULATED trainers.</summary>
internal sealed class CoordinatorSide : ISide
{
    private static readonly LoadOptions Load = new() { Campaigns = 25, Trials = 20 };

    private readonly CoordinatorProcess _coordinator;
    private readonly SimulatedTrainers _trainers;
    private readonly Submitting _submitting;

    private CoordinatorSide(CoordinatorProcess coordinator, SimulatedTrainers trainers) =>
        (_coordinator, _trainers, _submitting) = (coordinator, trainers, new Submitting(coordinator, Load));

    public static string Work => $"{Load.Campaigns} campaigns of {Load.Trials} trials of simulated trainers";

    /// <param name="collector">Who takes its telemetry; null for none.</param>
    public static async Task<CoordinatorSide> StartAsync(Collector? collector)
    {
        var coordinator = new CoordinatorProcess(database: null, collector?.Environment);
        await coordinator.AnswersAsync();
        collector?.Scrape(coordinator.Metrics);
        return new(coordinator, await SimulatedTrainers.Join(coordinator.ClusterPort, Load));
    }

    public async Task<Round> RoundAsync()
    {
        var (begun, processor) = (Stopwatch.GetTimestamp(), _coordinator.Processor);
        await _submitting.RoundAsync(Load.Campaigns);
        await Standing.AllCompletedAsync(_coordinator, _submitting.Campaigns.Count, TimeSpan.FromSeconds(0.05));
        return new(Stopwatch.GetElapsedTime(begun).TotalSeconds, (_coordinator.Processor - processor).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _trainers.DisposeAsync();
        _coordinator.Dispose();
    }
}
