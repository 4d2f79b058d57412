using System.Runtime.Versioning;
using DeepIoT.SystemTests.Processes;
using k8s.Models;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>Stands in for a node: starts the pods of a built overlay as processes, each in a network and a root of its own.</summary>
/// <param name="folder">For roots and volumes.</param>
/// <param name="secrets">Name of a secret → key → value.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class PodNode(Manifests manifests, PodNetwork network, string folder, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets)
    : IAsyncDisposable
{
    private readonly List<RunningProgram> _running = [];
    private readonly List<(PodPlan Plan, string Network)> _pods = [];

    /// <summary>What every pod has printed, for the message of a test that fails.</summary>
    public string Output => string.Join(Environment.NewLine, _running.Select(pod => pod.Output));

    /// <summary>Gives a pod of a workload its name and address, by which the others find it.</summary>
    public PodPlan Schedule(string workload, string name)
    {
        var plan = new PodPlan(name, network.NextAddress, manifests.Workloads.Single(known => known.Name == workload).Template);
        _pods.Add((plan, network.Add()));
        return plan;
    }

    /// <summary>Starts a pod that was scheduled, or one in the place of a pod that has ended: what is not claimed is empty again.</summary>
    public RunningProgram Start(PodPlan plan)
    {
        var root = new ContainerRoot(Fresh(plan.Name, "root"));
        root.Write("/etc/hosts", Hosts());
        root.Write("/etc/nsswitch.conf", "hosts: files\n");
        foreach (var mount in plan.Container.VolumeMounts)
            root.Mount(Volume(plan, mount.Name), mount.MountPath, mount.ReadOnlyProperty ?? false);
        var launcher = root.Launcher(_pods.Single(pod => pod.Plan == plan).Network, AppContext.BaseDirectory);
        var variables = plan.Environment(secrets).Select(variable => $"{variable.Key}={variable.Value}");
        var pod = RunningProgram.StartCommand(
            launcher[0], [.. launcher[1..], .. variables, "dotnet", $"/app/{plan.Program.Assembly}.dll", .. plan.Container.Args ?? []]);
        _running.Add(pod);
        return pod;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _running)
            await pod.DisposeAsync();
    }

    /// <summary>The names by which services and pods are found: those of pods that a service selects.</summary>
    private string Hosts()
    {
        var lines = new List<string> { "127.0.0.1 localhost" };
        foreach (var service in manifests.Of<V1Service>())
        {
            foreach (var (plan, _) in _pods.Where(pod => pod.Plan.Matches(service.Spec.Selector)))
                lines.Add(service.Spec.ClusterIP == "None" ? $"{plan.Address} {plan.Name}.{service.Name()}" : $"{plan.Address} {service.Name()}");
        }

        return string.Join('\n', lines) + "\n";
    }

    private string Volume(PodPlan plan, string name)
    {
        var volume = plan.Template.Spec.Volumes.SingleOrDefault(known => known.Name == name);
        var claims = manifests.Of<V1StatefulSet>().SelectMany(set => set.Spec.VolumeClaimTemplates ?? []);
        if (volume is null && claims.All(claim => claim.Name() != name))
            throw new InvalidOperationException($"{plan.Name} mounts the volume {name}, which nobody defines");
        string[] place = [plan.Name, "volumes", name];
        var source = volume is null ? Folder(place) : Fresh(place);
        foreach (var item in volume?.Secret?.Items ?? [])
            File.WriteAllText(Path.Combine(source, item.Path), secrets[volume!.Secret.SecretName][item.Key]);
        return ContainerRoot.Open(source);
    }

    private string Fresh(params string[] names)
    {
        Directory.Delete(Folder(names), recursive: true);
        return Folder(names);
    }

    private string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([folder, .. names])).FullName;
}
