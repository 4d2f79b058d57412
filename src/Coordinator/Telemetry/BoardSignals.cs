using System.Diagnostics.Metrics;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.Coordinator.Telemetry;

/// <summary>The coordinator's instruments for boards: what they do, and what they measure.</summary>
public static class BoardSignals
{
    private const string Class = "deepiot.board.class";
    private const string State = "deepiot.board.state";
    private const string Outcome = "deepiot.board.outcome";
    private const string Tier = "deepiot.energy.tier";

    public static SignalBook Book { get; } = new("coordinator");

    internal static Histogram<double> Leases { get; } = Book.Histogram(
        "deepiot.board.lease.duration", "s", "From a lease to its end: completed, tainted, failed, or ended by others", Buckets.Work, Class, Outcome);

    internal static Histogram<double> Latency { get; } = Book.Histogram(
        "deepiot.board.latency", "s", "Median of one inference, of each measurement", Buckets.Inference, Class);

    internal static Histogram<double> Energy { get; } = Book.Histogram(
        "deepiot.board.energy", "J", "Energy of one inference above idle, of each measurement that has it", Buckets.Joules, Class, Tier);

    internal static Histogram<double> Temperature { get; } = Book.Histogram(
        "deepiot.board.temperature", "Cel", "Temperature after a measurement, where the board tells it", Buckets.Celsius, Class);

    internal static Census Boards { get; } = new(State, Class);

    internal static Census Jobs { get; } = new("deepiot.board.job.state", Class);

    static BoardSignals()
    {
        Book.Gauge("deepiot.board.state", "{board}", "Boards that are remembered, by how they are", Boards.Observe, Class, State);
        Book.Gauge("deepiot.board.jobs", "{job}", "Measurements that are wanted of a class: those that wait for a board, and those that have one", Jobs.Observe, Class, "deepiot.board.job.state");
    }

    internal static void Ended(TimeSpan took, string boardClass, string outcome) =>
        Leases.Record(took.TotalSeconds, new(Class, boardClass), new(Outcome, outcome));

    internal static void Measured(Protocol.V1.Measurement measurement)
    {
        var boardClass = new KeyValuePair<string, object?>(Class, measurement.BoardClass);
        Latency.Record(measurement.MedianMs / 1000, boardClass);
        if (measurement.HasJoules)
            Energy.Record(measurement.Joules, boardClass, new(Tier, measurement.EnergyTier));
        if (measurement.HasTemperatureAfterC)
            Temperature.Record(measurement.TemperatureAfterC, boardClass);
    }

    /// <param name="pool">Whose boards and jobs they are.</param>
    internal static void Stand(object pool, IEnumerable<ClassBoards> classes, IEnumerable<(string Class, int Waiting, int Leased)> jobs)
    {
        Boards.Say(pool,
        [
            .. from one in classes
               from state in new (string Name, int Count)[] { ("free", one.Free), ("busy", one.Busy), ("sick", one.Sick), ("draining", one.Draining), ("offline", one.Offline) }
               select new Census.Count(one.BoardClass, state.Name, state.Count),
        ]);
        Jobs.Say(pool,
        [
            .. from one in jobs
               from state in new (string Name, int Count)[] { ("waiting", one.Waiting), ("leased", one.Leased) }
               select new Census.Count(one.Class, state.Name, state.Count),
        ]);
    }

    internal static void Forget(object pool)
    {
        Boards.Forget(pool);
        Jobs.Forget(pool);
    }
}
