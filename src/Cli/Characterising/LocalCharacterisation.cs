using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Characterising;

/// <summary>Learns on this machine how the time of a model depends on its widths.</summary>
public static class LocalCharacterisation
{
    /// <param name="networks">Random structures of the model to measure.</param>
    /// <param name="report">Networks measured so far.</param>
    /// <returns>The model of time, from what was measured without taint; null where that is too little.</returns>
    public static async Task<ExecutionTimeModel?> RunAsync(byte[] model, int networks, Action<int> report, CancellationToken cancellation)
    {
        var original = ModelGraph.Read(model);
        var observations = new List<Observation>();
        for (var seed = 1; seed <= networks; seed++)
        {
            // The first is the model itself.
            var network = seed == 1 ? model : RandomStructure.Of(original, (ulong)seed);
            var (median, tainted) = await LocalBoard.MeasureAsync(network, cancellation);
            if (!tainted) observations.Add(Observation.Of(ModelGraph.Read(network), median));
            report(seed);
        }
        return TimeModelFit.Of(LocalBoard.Class(), observations);
    }
}
