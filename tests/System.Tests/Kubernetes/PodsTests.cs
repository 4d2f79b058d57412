using System.Net;
using System.Runtime.Versioning;
using DeepIoT.SystemTests.Processes;
using k8s.Models;

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
            await IsLiveAndNotReady(trainer);
            node.Start(coordinator);
            await IsReady(coordinator);
            await IsReady(trainer);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(node.Output, e);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task IsReady(PodPlan pod) => Answers(pod, pod.Container.ReadinessProbe, HttpStatusCode.OK);

    private static async Task IsLiveAndNotReady(PodPlan pod)
    {
        await Answers(pod, pod.Container.StartupProbe, HttpStatusCode.OK);
        await Answers(pod, pod.Container.LivenessProbe, HttpStatusCode.OK);
        await Answers(pod, pod.Container.ReadinessProbe, HttpStatusCode.ServiceUnavailable);
    }

    private static async Task Answers(PodPlan pod, V1Probe probe, HttpStatusCode status)
    {
        var url = pod.Url(probe);
        using var asked = new Probe(url);
        await asked.AnswersAsync(url.AbsolutePath, status);
    }
}
