using System.Net;
using System.Text.RegularExpressions;
using DeepIoT.SystemTests.Processes;
using k8s.Models;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>One pod with one container, as a node would start it from its template.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="Address">That the pod will have.</param>
internal sealed partial record PodPlan(string Name, string Address, V1PodTemplateSpec Template)
{
    public V1Container Container => Template.Spec.Containers.Single();

    public ImageProgram Program => ImageProgram.Of(Container.Image);

    /// <summary>The container's variables.</summary>
    /// <param name="secrets">Name of a secret → key → value.</param>
    public IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets)
    {
        var variables = new Dictionary<string, string>();
        // A config map that may be missing is.
        foreach (var variable in Container.Env.Where(variable => variable.ValueFrom?.ConfigMapKeyRef?.Optional is not true))
        {
            variables.Add(variable.Name, variable.ValueFrom is null
                ? Reference().Replace(variable.Value, reference => variables[reference.Groups[1].Value])
                : Value(variable.ValueFrom, secrets));
        }

        return variables;
    }

    /// <summary>Number of a port of the container, by its name or as it is.</summary>
    public int Port(IntOrString port) => int.TryParse(port.Value, out var number)
        ? Container.Ports.Single(known => known.ContainerPort == number).ContainerPort
        : Container.Ports.Single(known => known.Name == port.Value).ContainerPort;

    /// <summary>Waits until the pod is ready.</summary>
    public Task IsReadyAsync() => AnswersAsync(Container.ReadinessProbe, HttpStatusCode.OK);

    /// <summary>Waits until the pod is live, and says that it is not ready.</summary>
    public async Task IsLiveAndNotReadyAsync()
    {
        await AnswersAsync(Container.StartupProbe, HttpStatusCode.OK);
        await AnswersAsync(Container.LivenessProbe, HttpStatusCode.OK);
        await AnswersAsync(Container.ReadinessProbe, HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>Whether a service or a policy means this pod.</summary>
    public bool Matches(IDictionary<string, string> selector) =>
        selector.All(label => Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private async Task AnswersAsync(V1Probe probe, HttpStatusCode status)
    {
        using var asked = new Probe(new Uri($"http://{Address}:{Port(probe.HttpGet.Port)}"));
        await asked.AnswersAsync(probe.HttpGet.Path, status);
    }

    private string Value(V1EnvVarSource source, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> secrets) => source switch
    {
        { FieldRef.FieldPath: "metadata.name" } => Name,
        { FieldRef.FieldPath: "status.podIP" } => Address,
        { SecretKeyRef: { } key } => secrets[key.Name][key.Key],
        { ResourceFieldRef.Resource: "limits.cpu" } => Container.Resources.Limits["cpu"].ToString(),
        _ => throw new NotSupportedException($"{Name} takes a variable from what these tests do not know"),
    };

    [GeneratedRegex(@"\$\(([A-Za-z0-9_]+)\)")]
    private static partial Regex Reference();
}
