using System.Collections.Concurrent;
using System.Diagnostics;
using k8s;
using k8s.Models;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>The objects of one overlay, as `kubectl kustomize` builds them.</summary>
internal sealed class Manifests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "k8s");
    private static readonly Lazy<bool> CanBuild =
        new(() => OnPath("kubectl") && Kubectl("version", "--client").Contains("Kustomize Version: v5", StringComparison.Ordinal));
    private static readonly ConcurrentDictionary<string, Lazy<Manifests>> Built = [];

    private Manifests(IReadOnlyList<object> objects) => Objects = objects;

    /// <summary>Names of the overlays.</summary>
    public static IEnumerable<string> Overlays => Directory.GetDirectories(Path.Combine(Folder, "overlays")).Select(folder => Path.GetFileName(folder));

    public IReadOnlyList<object> Objects { get; }

    /// <summary>What runs in pods, with the template of each.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Workloads =>
    [
        .. Of<V1StatefulSet>().Select(set => (set.Name(), set.Spec.Template)),
        .. Of<V1Deployment>().Select(deployment => (deployment.Name(), deployment.Spec.Template)),
    ];

    /// <summary>Skips the test where there is no kubectl that can.</summary>
    public static Manifests Build(string overlay)
    {
        Skip.IfNot(CanBuild.Value, "kubectl 1.27 or later is needed");
        return Built.GetOrAdd(overlay, name => new(() => new Manifests(Read(Kubectl("kustomize", Path.Combine(Folder, "overlays", name)))))).Value;
    }

    /// <summary>Every object, each of a kind that is known; a field that its kind does not have is an error.</summary>
    public static IReadOnlyList<object> Read(string text) => KubernetesYaml.LoadAllFromString(text, strict: true);

    public IEnumerable<T> Of<T>() => Objects.OfType<T>();

    private static string Kubectl(params string[] arguments)
    {
        using var kubectl = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true })!;
        var said = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        return kubectl.ExitCode == 0 ? said : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {kubectl.ExitCode}");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
