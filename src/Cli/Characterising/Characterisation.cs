using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;

namespace DeepIoT.Cli.Characterising;

/// <summary>Learns how the time of a model on a board depends on its widths.</summary>
public static class Characterisation
{
    /// <param name="networks">Random structures of the model to measure.</param>
    /// <param name="report">Networks measured so far.</param>
    /// <returns>The model of time, from what was measured without taint; null where that is too little.</returns>
    public static async Task<ExecutionTimeModel?> RunAsync(IMeasuredBoard board, byte[] model, int networks, Action<int> report, CancellationToken cancellation)
    {
        var original = ModelGraph.Read(model);
        // The first is the model itself.
        var structures = Enumerable.Range(1, networks).ToDictionary(seed => $"network-{seed:0000}", seed => seed == 1 ? model : RandomStructure.Of(original, (ulong)seed));
        var (observations, boardClass, measured) = (new List<Observation>(), "", 0);
        await foreach (var figure in board.MeasureAsync([.. structures.Select(network => (network.Key, network.Value))], cancellation))
        {
            boardClass = figure.BoardClass;
            if (!figure.IsTainted) observations.Add(Observation.Of(ModelGraph.Read(structures[figure.Name]), figure.MedianMs));
            report(++measured);
        }
        return TimeModelFit.Of(boardClass, observations);
    }
}
