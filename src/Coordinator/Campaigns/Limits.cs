using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>Whether a candidate meets what the user asked for. Only validation accuracy counts, never test accuracy.</summary>
internal static class Limits
{
    // Accuracies are ratios of counts: differences below this are rounding.
    private const double Rounding = 1e-9;

    /// <summary>False as well when a latency or an energy that is asked for has not been measured.</summary>
    public static bool Meets(CampaignSpec spec, Baseline baseline, Candidate candidate) =>
        baseline.ValidationAccuracy - candidate.ValidationAccuracy <= (spec.MaxDropPoints / 100) + Rounding
        && spec.Targets.All(target => Meets(target, baseline, candidate));

    private static bool Meets(Target target, Baseline baseline, Candidate candidate) => target.LimitCase switch
    {
        Target.LimitOneofCase.Share => ShareLeft(target, baseline, candidate) <= target.Share,
        Target.LimitOneofCase.AtMost => Amount(target, candidate) <= target.AtMost,
        _ => true,
    };

    private static double ShareLeft(Target target, Baseline baseline, Candidate candidate) => target.Kind switch
    {
        TargetKind.Size => (double)candidate.Cost.Parameters / baseline.Cost.Parameters,
        TargetKind.Macs => (double)candidate.Cost.Macs / baseline.Cost.Macs,
        _ => Measured(target, candidate.Measurements) / Measured(target, baseline.Measurements),
    };

    private static double Amount(Target target, Candidate candidate) => target.Kind switch
    {
        TargetKind.Size => candidate.Cost.Bytes,
        TargetKind.Macs => candidate.Cost.Macs,
        _ => Measured(target, candidate.Measurements),
    };

    // NaN, the unknown, is below no limit.
    private static double Measured(Target target, IEnumerable<Measurement> measurements) =>
        BoardCost.Of(target)?.In(measurements) ?? double.NaN;
}
