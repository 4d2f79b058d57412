namespace DeepIoT.Compression.TimeModel;

/// <summary>What many tools take for time, a constant and a price for each multiply-accumulate; for comparison.</summary>
public sealed record MacsOnlyModel(double ConstantMs, double MsPerMac)
{
    public static MacsOnlyModel Of(IReadOnlyList<Observation> observations)
    {
        // Relative errors, as in the model that it is compared with.
        var solution = LeastSquares.Solve(
            [.. observations.Select(o => new[] { 1 / o.Amount, MacsOf(o) / o.Amount })], [.. observations.Select(_ => 1.0)]);
        return new(solution[0], solution[1]);
    }

    public double At(Observation observation) => ConstantMs + (MsPerMac * MacsOf(observation));

    private static double MacsOf(Observation observation) => observation.Nodes.Sum(node => node.Figures[(int)Feature.Macs]);
}
