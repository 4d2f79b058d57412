using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Xunit.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Messages that nobody would send.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class FuzzAttackTests(AttackedCoordinator coordinator, ITestOutputHelper output)
{
    private const int AtOnce = 32, Seed = 20260101;

    // More take minutes; the security page says how.
    private static readonly int InputsPerMethod =
        int.Parse(Environment.GetEnvironmentVariable("DEEPIOT_FUZZ_INPUTS") ?? "100", CultureInfo.InvariantCulture);

    // Anything else would be our fault: an exception that nobody thought of, or a connection that broke.
    private static readonly HashSet<StatusCode> Answers =
    [
        StatusCode.OK, StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.AlreadyExists, StatusCode.PermissionDenied,
        StatusCode.FailedPrecondition, StatusCode.ResourceExhausted, StatusCode.Aborted,
    ];

    [Fact]
    public async Task Whatever_bytes_a_method_is_sent_it_answers_with_a_status_that_says_what_is_wrong()
    {
        // As one who may call everything, so that nothing is refused at the gate.
        using var channel = coordinator.Channel(await coordinator.TokenAsync("fuzzer", TokenRole.Admin));
        var began = Stopwatch.GetTimestamp();
        var ends = new ConcurrentDictionary<(string Method, StatusCode Status), int>();
        var wrong = new ConcurrentQueue<string>();

        foreach (var (method, number) in WireMethod.All.Select((method, number) => (method, number)))
        {
            var mutator = new Mutator(method.Input, Seed + number);
            var inputs = Enumerable.Range(0, InputsPerMethod).Select(_ => mutator.Next()).ToArray();
            await Parallel.ForAsync(0, InputsPerMethod, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            {
                // Streams get what the next two would be as well.
                var status = await method.CallAsync(channel, [inputs[i], inputs[(i + 1) % InputsPerMethod], inputs[(i + 2) % InputsPerMethod]]);
                ends.AddOrUpdate((method.Name, status.StatusCode), 1, (_, times) => times + 1);
                if (!Answers.Contains(status.StatusCode))
                    wrong.Enqueue($"{method.Name} of {Convert.ToHexString(inputs[i])}: {status}");
            });
        }

        output.WriteLine($"{WireMethod.All.Count} methods, {InputsPerMethod} inputs each, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        foreach (var method in ends.GroupBy(end => end.Key.Method))
            output.WriteLine($"{method.Key}: {string.Join(", ", method.Select(end => $"{end.Key.Status} {end.Value}"))}");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong, such as{Environment.NewLine}{string.Join(Environment.NewLine, wrong.DistinctBy(text => text.Split(' ')[0]))}");
        await coordinator.RefusedAsync(entry => entry is { Who: "fuzzer", Outcome: "INVALID_ARGUMENT" });
        await coordinator.UnharmedAsync();
    }
}
