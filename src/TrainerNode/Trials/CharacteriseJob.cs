using DeepIoT.Compression.Graph;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>Draws networks with random widths for boards to measure. The seeds are always the same, so that no board measures one twice.</summary>
internal sealed class CharacteriseJob(TrialInputs inputs, ArtifactClient artifacts)
{
    public async Task RunAsync(Characterise order, Attempt attempt)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopped, attempt.Leaving);
        var graph = ModelGraph.Read(await inputs.BytesAsync(order.Model, interrupted.Token));
        var characterised = new Characterised();
        var drawn = new HashSet<string> { order.Model.Sha256 };
        // The first is the model itself.
        for (var seed = 2; seed <= order.Networks; seed++)
        {
            var network = await artifacts.UploadAsync(RandomStructure.Of(graph, (ulong)seed), $"random-{seed}.onnx", interrupted.Token);
            if (drawn.Add(network.Sha256))
                characterised.Networks.Add(network);
        }

        await attempt.Outbox.SendAsync(new TrialReply { Characterised = characterised }, attempt.Stopped);
    }
}
