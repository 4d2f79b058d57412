using System.Diagnostics;
using System.Globalization;
using DeepIoT.Load;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
LoadOptions options;
try
{
    options = LoadOptions.Read(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

using var coordinator = new CoordinatorProcess(options.Database);
await coordinator.AnswersAsync();
await using var trainers = await SimulatedTrainers.Join(coordinator.ClusterPort, options);
var submitting = new Submitting(coordinator, options);
var cold = await submitting.RoundAsync(options.WarmUp);
await AllCompletedAsync(often: false);
var entriesBefore = await Standing.EntriesAsync(coordinator, submitting.Campaigns);
var begun = Stopwatch.GetTimestamp();
var (rounds, calls) = (0, new List<double>());
TimeSpan took;
var memory = new MemoryTrace(coordinator);
await using (memory)
{
    do
    {
        calls.AddRange(await submitting.RoundAsync(options.Campaigns));
        rounds++;
        await AllCompletedAsync(often: false);
    }
    while (Stopwatch.GetElapsedTime(begun) < options.AtLeast);
    took = Stopwatch.GetElapsedTime(begun);
}

// Asking every campaign wakes it, which is no part of what is looked at.
var entries = await Standing.EntriesAsync(coordinator, submitting.Campaigns) - entriesBefore;
calls.Sort();
Console.WriteLine($"SIMULATED trainers: {options.Trainers} with {options.Slots} slots each; one real coordinator on {(options.Database is null ? "SQLite" : "PostgreSQL")}");
Console.WriteLine($"{calls.Count} campaigns of {options.Trials} trials in {rounds} round(s), {options.Submitters} submitted at once: {took.TotalSeconds:0.0} s");
Console.WriteLine($"submission: median {calls[calls.Count / 2]:0} ms, p99 {calls[(int)Math.Ceiling(calls.Count * 0.99) - 1]:0} ms, longest {calls[^1]:0} ms (before, of {cold.Count} to warm up: {cold.DefaultIfEmpty().Max():0} ms)");
Console.WriteLine($"journal: {entries} entries of campaigns, {entries / took.TotalSeconds:0} a second");
Console.WriteLine("memory: " + string.Join(", ", memory.Spread(8).Select(sample => $"{sample.Bytes / 1e6:0} MB at {sample.At.TotalSeconds:0} s")));

coordinator.KillAndStartAgain();
var restarted = Stopwatch.GetTimestamp();
await coordinator.AnswersAsync();
var answering = Stopwatch.GetElapsedTime(restarted);
await AllCompletedAsync(often: true);
Console.WriteLine($"after kill -9: a new process answers after {answering.TotalSeconds:0.0} s, and lists all {submitting.Campaigns.Count} finished campaigns after {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s");
return 0;

Task AllCompletedAsync(bool often) =>
    Standing.AllCompletedAsync(coordinator, submitting.Campaigns.Count, TimeSpan.FromSeconds(often ? 0.05 : 0.5));
