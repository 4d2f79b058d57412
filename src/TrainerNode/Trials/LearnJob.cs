using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>Learns from measured networks how the time or the energy of a model depends on its widths, for each board class.</summary>
internal sealed class LearnJob(TrialInputs inputs, ArtifactClient artifacts)
{
    public async Task RunAsync(Learn order, Attempt attempt)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopped, attempt.Leaving);
        var original = ModelGraph.Read(await inputs.BytesAsync(order.Model, interrupted.Token));
        var networks = new Dictionary<string, Observation>();
        foreach (var network in order.Networks)
            networks[network.Sha256] = Observation.Of(ModelGraph.Read(await inputs.BytesAsync(network, interrupted.Token)), double.NaN);
        var learned = new Learned();
        foreach (var figures in order.Classes)
            learned.Models.Add(await LearnAsync(figures, networks, original, interrupted.Token));
        await attempt.Outbox.SendAsync(new TrialReply { Learned = learned }, attempt.Stopped);
    }

    private async Task<V1.TimeModel> LearnAsync(
        ClassFigures figures, Dictionary<string, Observation> networks, ModelGraph original, CancellationToken cancellation)
    {
        var used = Used(figures.Networks).Select(network => networks[network.Sha256] with { Amount = network.Amount }).ToArray();
        if (await TorchRuntime.OnThreadOfItsOwn("learn", () => TimeModelFit.Of(figures.BoardClass, used, Wire.Cost(figures.Cost))) is not { } model)
            return new V1.TimeModel { BoardClass = figures.BoardClass, Cost = figures.Cost, Networks = used.Length };
        var cost = model.CostOf(original);
        return new V1.TimeModel
        {
            BoardClass = figures.BoardClass,
            Cost = figures.Cost,
            File = await artifacts.UploadAsync(TimeModelFile.Write(model), "learned.timemodel", cancellation),
            Networks = model.Observations,
            MedianError = model.MedianError,
            Rules = { model.Rules() },
            Baseline = cost.At(original.Widths),
            SmallestShare = cost.SmallestShare(original),
        };
    }

    /// <summary>Those that nothing disturbed; all of them where these are too few to learn from.</summary>
    private static IReadOnlyCollection<NetworkFigure> Used(IReadOnlyCollection<NetworkFigure> networks)
    {
        var sound = networks.Where(network => !network.Tainted).ToArray();
        return sound.Length >= TimeModelFit.LeastObservations ? sound : networks;
    }
}
