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
var begun = Stopwatch.GetTimestamp();
var rounds = 0;
await using (var memory = new MemoryTrace(coordinator))
{
    do
    {
        await submitting.RoundAsync();
        rounds++;
        while (await Standing.CompletedAsync(coordinator) < submitting.Campaigns.Count)
            await Task.Delay(TimeSpan.FromSeconds(0.5));
    }
    while (Stopwatch.GetElapsedTime(begun) < options.AtLeast);

    var took = Stopwatch.GetElapsedTime(begun);
    var entries = await Standing.EntriesAsync(coordinator, submitting.Campaigns);
    var calls = submitting.Sorted;
    Console.WriteLine($"SIMULATED trainers: {options.Trainers} with {options.Slots} slots each; one real coordinator on {(options.Database is null ? "SQLite" : "PostgreSQL")}");
    Console.WriteLine($"{submitting.Campaigns.Count} campaigns of {options.Trials} trials in {rounds} round(s), {options.Submitters} submitted at once: {took.TotalSeconds:0.0} s");
    Console.WriteLine($"submission: median {calls[calls.Count / 2]:0} ms, p99 {calls[(int)Math.Ceiling(calls.Count * 0.99) - 1]:0} ms, longest {calls[^1]:0} ms");
    Console.WriteLine($"journal: {entries} entries of campaigns, {entries / took.TotalSeconds:0} a second");
    Console.WriteLine("memory: " + string.Join(", ", memory.Spread(8).Select(sample => $"{sample.Bytes / 1e6:0} MB at {sample.At.TotalSeconds:0} s")));
}

coordinator.KillAndStartAgain();
var restarted = Stopwatch.GetTimestamp();
await coordinator.AnswersAsync();
var answering = Stopwatch.GetElapsedTime(restarted);
while (await Standing.CompletedAsync(coordinator) < submitting.Campaigns.Count)
    await Task.Delay(TimeSpan.FromMilliseconds(50));
Console.WriteLine($"after kill -9: a new process answers after {answering.TotalSeconds:0.0} s, and lists all {submitting.Campaigns.Count} finished campaigns after {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s");
return 0;
