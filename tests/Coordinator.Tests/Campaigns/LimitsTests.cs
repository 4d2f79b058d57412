using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Campaigns;

public sealed class LimitsTests
{
    [Theory]
    [InlineData(0.975, true)]
    [InlineData(0.9749, false)]
    public void The_drop_is_taken_from_validation_accuracy(double accuracy, bool within)
    {
        var candidate = Candidate(accuracy);
        candidate.TestAccuracy = 0.1;

        Assert.Equal(within, Limits.Meets(Example.Spec(1, Example.Size(0.5)), Baseline(), candidate));
    }

    [Theory]
    [InlineData(TargetKind.Size, 0.1, true)]
    [InlineData(TargetKind.Size, 0.099, false)]
    [InlineData(TargetKind.Macs, 0.2, true)]
    [InlineData(TargetKind.Macs, 0.19, false)]
    [InlineData(TargetKind.Latency, 0.25, true)]
    [InlineData(TargetKind.Latency, 0.24, false)]
    public void A_share_is_of_the_baselines_parameters_macs_or_latency(TargetKind kind, double share, bool within)
    {
        var target = new Target { Kind = kind, Share = share, BoardClass = kind == TargetKind.Latency ? Example.Class : "" };

        Assert.Equal(within, Limits.Meets(Example.Spec(1, target), Baseline(), Candidate(0.98)));
    }

    [Theory]
    [InlineData(TargetKind.Size, 4000, true)]
    [InlineData(TargetKind.Size, 3999, false)]
    [InlineData(TargetKind.Macs, 10_000, true)]
    [InlineData(TargetKind.Latency, 0.5, true)]
    [InlineData(TargetKind.Latency, 0.49, false)]
    public void An_amount_is_bytes_macs_or_milliseconds(TargetKind kind, double atMost, bool within)
    {
        var target = new Target { Kind = kind, AtMost = atMost, BoardClass = kind == TargetKind.Latency ? Example.Class : "" };

        Assert.Equal(within, Limits.Meets(Example.Spec(1, target), Baseline(), Candidate(0.98)));
    }

    [Fact]
    public void A_latency_that_was_never_measured_meets_no_limit()
    {
        var candidate = Candidate(0.98);
        candidate.Measurements.Clear();

        Assert.False(Limits.Meets(Example.Spec(1, Example.Latency(1000)), Baseline(), candidate));
    }

    private static Baseline Baseline() => new()
    {
        Cost = new ModelCost { Parameters = 10_000, Macs = 50_000, Bytes = 41_000 },
        ValidationAccuracy = 0.98,
        Measurements = { Example.Measurement(2) },
    };

    private static Candidate Candidate(double accuracy) => new()
    {
        Cost = new ModelCost { Parameters = 1000, Macs = 10_000, Bytes = 4000 },
        ValidationAccuracy = accuracy,
        Measurements = { Example.Measurement(0.5) },
    };
}
