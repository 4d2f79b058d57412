using System.Text.RegularExpressions;
using k8s.Models;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>What the manifests say against what the programs and the pages know.</summary>
public sealed partial class ManifestRulesTests
{
    // Variables that are no options of ours, and who reads them.
    private static readonly string[] OtherVariables =
    [
        "DEEPIOT_TOKEN", "SSL_CERT_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    public static TheoryData<string> Overlays => new(Manifests.Overlays);

    [Fact]
    public void Every_file_of_the_base_has_only_fields_that_its_kind_has()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "k8s", "base"), "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml");

        Assert.All(files, file => Assert.NotEmpty(Manifests.Read(File.ReadAllText(file))));
    }

    [Fact]
    public void A_field_that_does_not_exist_is_found() =>
        Assert.ThrowsAny<Exception>(() => Manifests.Read("apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  selectors:\n    a: b\n"));

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Every_variable_is_an_option_of_its_program(string overlay)
    {
        foreach (var container in Containers(overlay))
        {
            var program = ImageProgram.Of(container.Image);
            var referenced = container.Env.Where(variable => variable.Value is not null)
                .SelectMany(variable => References().Matches(variable.Value).Select(reference => reference.Groups[1].Value)).ToHashSet();
            foreach (var name in container.Env.Select(variable => variable.Name).Except(OtherVariables).Where(name => !referenced.Contains(name)))
            {
                Assert.StartsWith(program.Prefix, name, StringComparison.Ordinal);
                Assert.NotNull(program.Options.GetProperty(name[program.Prefix.Length..].Split("__")[0]));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Every_port_is_one_that_the_program_is_told_to_listen_on(string overlay)
    {
        foreach (var container in Containers(overlay))
        {
            var program = ImageProgram.Of(container.Image);
            var told = container.Env.Where(variable => variable.Value is not null).ToDictionary(variable => variable.Name, variable => variable.Value);
            Assert.Equal(
                new[] { "Listen", "Page", "Health", "Metrics" }.Where(option => told.ContainsKey(program.Prefix + option)).Select(option => new Uri(told[program.Prefix + option]).Port)
                    .Append(int.Parse(told[program.Prefix + "ClusterPort"], System.Globalization.CultureInfo.InvariantCulture)).Order(),
                container.Ports.Select(port => port.ContainerPort).Order());
            Assert.All(
                new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe },
                probe => Assert.Equal("health", probe.HttpGet.Port.Value));
            Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Every_service_selects_pods_that_have_its_ports(string overlay)
    {
        var built = Manifests.Build(overlay);
        foreach (var service in built.Of<V1Service>())
        {
            var pods = built.Workloads.Select(workload => new PodPlan(workload.Name, "", workload.Template)).Where(pod => pod.Matches(service.Spec.Selector)).ToArray();
            Assert.NotEmpty(pods);
            Assert.All(pods, pod => Assert.All(service.Spec.Ports, port => Assert.Equal(port.Port, pod.Port(port.TargetPort))));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Whatever_refers_to_another_object_finds_it(string overlay)
    {
        var built = Manifests.Build(overlay);
        var workloads = built.Workloads.ToArray();
        Assert.All(built.Of<V1StatefulSet>(), set => Assert.Contains(built.Of<V1Service>(), service => service.Name() == set.Spec.ServiceName));
        Assert.All(workloads, workload => Assert.Contains(built.Of<V1ServiceAccount>(), account => account.Name() == workload.Template.Spec.ServiceAccountName));
        Assert.All(built.Of<V2HorizontalPodAutoscaler>(), scaler => Assert.Contains(built.Of<V1Deployment>(), deployment => deployment.Name() == scaler.Spec.ScaleTargetRef.Name));
        Assert.All(built.Of<V1PodDisruptionBudget>(), budget => Assert.Contains(workloads, workload => Selects(budget.Spec.Selector, workload)));
        Assert.All(built.Of<V1NetworkPolicy>(), policy => Assert.Contains(workloads, workload => Selects(policy.Spec.PodSelector, workload)));
        var backends = built.Of<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths).Select(path => path.Backend.Service);
        Assert.All(backends, backend => Assert.Contains(
            built.Of<V1Service>(),
            service => service.Name() == backend.Name && service.Spec.Ports.Any(port => port.Name == backend.Port.Name)));
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void A_policy_lets_in_at_no_port_but_those_of_its_pods(string overlay)
    {
        var built = Manifests.Build(overlay);
        foreach (var policy in built.Of<V1NetworkPolicy>())
        {
            var open = built.Workloads.Where(workload => Selects(policy.Spec.PodSelector, workload))
                .SelectMany(workload => workload.Template.Spec.Containers.Single().Ports).Select(port => $"{port.ContainerPort}").ToHashSet();
            Assert.All((policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports), port => Assert.Contains(port.Port.Value, open));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Every_secret_and_each_of_its_keys_is_on_the_page_that_says_how_to_make_them(string overlay)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy-on-kubernetes.md"));
        var built = Manifests.Build(overlay);
        var specs = built.Workloads.Select(workload => workload.Template.Spec).ToArray();
        var keys = specs.SelectMany(spec => spec.Volumes).Where(volume => volume.Secret is not null)
            .SelectMany(volume => volume.Secret.Items.Select(item => (Secret: volume.Secret.SecretName, item.Key)))
            .Concat(specs.SelectMany(spec => spec.Containers).SelectMany(container => container.Env)
                .Where(variable => variable.ValueFrom?.SecretKeyRef is not null)
                .Select(variable => (Secret: variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key)));

        Assert.All(keys, key => Assert.Matches($@"\|\s*`{Regex.Escape(key.Secret)}`\s*\|[^|\n]*`{Regex.Escape(key.Key)}`", page));
        Assert.All(
            built.Of<V1Ingress>().SelectMany(ingress => ingress.Spec.Tls),
            tls => Assert.Contains($"`{tls.SecretName}`", page, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void No_container_may_more_than_it_needs(string overlay)
    {
        foreach (var (_, template) in Manifests.Build(overlay).Workloads)
        {
            var (pod, container) = (template.Spec, template.Spec.Containers.Single());
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal(ContainerRoot.User, pod.SecurityContext.RunAsUser);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            // Variables of other services would be taken for options.
            Assert.False(pod.EnableServiceLinks);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotEmpty(container.Resources.Requests);
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.All(pod.Volumes.Where(volume => volume.Secret is not null), volume => Assert.Equal(0b100_100_000, volume.Secret.DefaultMode));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Overlays))]
    public void Seeds_are_coordinators_that_there_will_be(string overlay)
    {
        var built = Manifests.Build(overlay);
        var set = built.Of<V1StatefulSet>().Single();
        var seeds = Enumerable.Range(0, set.Spec.Replicas ?? 1).Select(number => $"{set.Name()}-{number}.{set.Spec.ServiceName}:4053");
        foreach (var container in Containers(overlay))
        {
            var named = container.Env.Where(variable => variable.Name.Contains("_Seeds__", StringComparison.Ordinal)).OrderBy(variable => variable.Name, StringComparer.Ordinal);
            Assert.Equal(seeds, named.Select(variable => variable.Value));
        }
    }

    private static IEnumerable<V1Container> Containers(string overlay) =>
        Manifests.Build(overlay).Workloads.SelectMany(workload => workload.Template.Spec.Containers);

    private static bool Selects(V1LabelSelector selector, (string Name, V1PodTemplateSpec Template) workload)
    {
        var labels = workload.Template.Metadata.Labels;
        return (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value)
            && (selector.MatchExpressions ?? []).All(expression => labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value));
    }

    [GeneratedRegex(@"\$\(([A-Za-z0-9_]+)\)")]
    private static partial Regex References();
}
