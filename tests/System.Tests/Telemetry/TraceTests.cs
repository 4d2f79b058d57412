using System.Diagnostics;
using DeepIoT.Protocol.Telemetry;

namespace DeepIoT.SystemTests.Telemetry;

/// <summary>What the programs send by OTLP while a campaign runs.</summary>
[Collection(nameof(ObservedCampaign))]
public sealed class TraceTests(ObservedCampaign observed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Wanted =
        [Spans.Campaign, Spans.Examination, Spans.Trial, Spans.Rung, Spans.Upload, Spans.Lease, Spans.BoardJob, Spans.Fetch, Spans.Measurement];

    [Fact]
    public async Task One_trace_holds_the_campaign_from_its_submission_to_the_last_job_of_a_board_in_one_tree()
    {
        var submission = observed.Submission;
        var spans = await EventuallyAsync(
            () => observed.Receiver.Spans.Where(span => span.Trace == submission.TraceId.ToHexString()).DistinctBy(span => span.Id).ToArray(),
            trace => Wanted.All(name => trace.Any(span => span.Name == name))
                && trace.Where(span => Wanted.Contains(span.Name) && span.Name != Spans.Campaign).All(span => Above(span, trace).Contains(Spans.Campaign)));

        Assert.All(Wanted, name => Assert.Contains(spans, span => span.Name == name));
        // Each of them is under the campaign, whichever way it came.
        Assert.All(
            spans.Where(span => Wanted.Contains(span.Name) && span.Name != Spans.Campaign),
            span => Assert.True(Above(span, spans).Contains(Spans.Campaign), $"{span.Name} of {span.Service} is not under the campaign. {observed.Output}"));
        Assert.Contains(spans.Where(span => span.Name == Spans.Measurement), span => Above(span, spans).Where(Wanted.Contains)
            .SequenceEqual([Spans.BoardJob, Spans.Lease, Spans.Rung, Spans.Trial, Spans.Campaign]));
        Assert.Contains(spans.Where(span => span.Name == Spans.Upload), span => Above(span, spans).Where(Wanted.Contains)
            .SequenceEqual([Spans.Rung, Spans.Trial, Spans.Campaign]));
        Assert.Equal(
            ["deepiot-coordinator", "deepiot-profiler", "deepiot-trainer"],
            spans.Select(span => span.Service).Distinct().Order());
    }

    [Fact]
    public async Task Each_program_sends_metrics_of_its_own()
    {
        HashSet<(string, string)> wanted =
        [
            ("deepiot-coordinator", "deepiot.journal.write.duration"), ("deepiot-trainer", "deepiot.trial.step.duration"), ("deepiot-profiler", "deepiot.board.job.duration"),
        ];

        var metrics = await EventuallyAsync(() => observed.Receiver.Metrics.Keys.ToHashSet(), wanted.IsSubsetOf);

        Assert.Subset(metrics, wanted);
    }

    [Fact]
    public async Task Logs_carry_the_trace_they_belong_to()
    {
        var trace = Convert.FromHexString(observed.Submission.TraceId.ToHexString());

        var logs = await EventuallyAsync(
            () => observed.Receiver.LogBytes.Where(bytes => bytes.AsSpan().IndexOf(trace) >= 0).ToArray(), found => found.Length > 0);

        Assert.NotEmpty(logs);
    }

    /// <summary>Names of what a span is under, the nearest first.</summary>
    private static IEnumerable<string> Above(ReceivedSpan span, ReceivedSpan[] trace)
    {
        for (var above = trace.FirstOrDefault(other => other.Id == span.Parent); above is not null; above = trace.FirstOrDefault(other => other.Id == above.Parent))
            yield return above.Name;
    }

    private static async Task<T> EventuallyAsync<T>(Func<T> read, Func<T, bool> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = read();
            if (holds(now) || Stopwatch.GetElapsedTime(began) > Patience)
                return now;
            await Task.Delay(200);
        }
    }
}
