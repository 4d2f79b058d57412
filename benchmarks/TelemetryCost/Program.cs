// What telemetry costs a coordinator and a trainer: two of each side by side, one with all of it turned on (OTLP to a collector in
// this process, and Prometheus every 5 s), one with none, do the same work by turns.
//   TelemetryCost [ROUNDS]   of each, 9 unless told; the first two warm up and do not count
using System.Globalization;
using DeepIoT.TelemetryCost;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [] && !(args is [var only] && int.TryParse(only, out var given) && given > 0))
{
    await Console.Error.WriteLineAsync("Usage: TelemetryCost [ROUNDS], a number above 0");
    return 2;
}

var rounds = args is [var count] ? int.Parse(count) : 9;
await CompareAsync("coordinator", CoordinatorSide.Work, async collector => await CoordinatorSide.StartAsync(collector));
await CompareAsync("trainer", TrainerSide.Work, async collector => await TrainerSide.StartAsync(collector));
return 0;

async Task CompareAsync(string program, string work, Func<Collector?, Task<ISide>> start)
{
    const int WarmUp = 2;
    await using var collector = await Collector.StartAsync();
    await using var without = await start(null);
    await using var with = await start(collector);
    var (plain, told) = (new List<Round>(), new List<Round>());
    for (var round = 0; round < WarmUp + rounds; round++)
    {
        // Who goes first changes, so that what comes in the way does not always meet the same one.
        var (first, second) = round % 2 == 0 ? (without, with) : (with, without);
        var (one, other) = (await first.RoundAsync(), await second.RoundAsync());
        if (round < WarmUp)
            continue;
        plain.Add(round % 2 == 0 ? one : other);
        told.Add(round % 2 == 0 ? other : one);
    }

    await collector.EndScrapingAsync();
    var (exports, scrapes) = collector.Taken;
    Console.WriteLine($"{program}: {work}, {rounds} alternating rounds; {exports} exports and {scrapes} scrapes taken");
    Report("time", round => round.Seconds);
    Report("processor", round => round.ProcessorSeconds);

    void Report(string what, Func<Round, double> figure)
    {
        var ratios = plain.Zip(told, (off, on) => figure(on) / figure(off)).Order().ToArray();
        Console.WriteLine($"  {what,-9}  off {Median(plain.Select(figure)):0.00} s, on {Median(told.Select(figure)):0.00} s, ratio {Median(ratios):0.000} (median; {ratios[0]:0.000} to {ratios[^1]:0.000})");
    }
}

static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
