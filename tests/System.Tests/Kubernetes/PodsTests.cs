using System.Runtime.Versioning;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>
/// The built manifests as processes: their commands, variables, ports, volumes and probes, each pod with a network, a
/// read-only root and a user of its own. A wrong port, name or variable keeps a pod from getting ready.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class PodsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-pods-").FullName;

    [SkippableFact]
    public async Task On_one_machine_a_trainer_is_ready_when_the_coordinator_has_let_it_in_and_not_before()
    {
        var manifests = Manifests.Build("single-node");
        using var network = new PodNetwork();
        await using var node = new PodNode(manifests, network, _folder, PageSecrets.Make(_folder));
        var coordinator = node.Schedule("coordinator", "coordinator-0");
        var trainer = node.Schedule("trainer", "trainer-7d9f");
        try
        {
            node.Start(trainer);
            await trainer.IsLiveAndNotReadyAsync();
            node.Start(coordinator);
            await coordinator.IsReadyAsync();
            await trainer.IsReadyAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(node.Output, e);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
