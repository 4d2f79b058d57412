using System.Net;
using System.Runtime.Versioning;
using DeepIoT.SystemTests.Kubernetes;
using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.Images;

/// <summary>Images by the SDK's own publishing, over a base from loopback and this machine's libraries.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepiot-image-").FullName;

    [SkippableFact]
    public async Task The_coordinators_image_runs_as_its_user_in_a_read_only_root_until_it_is_told_to_stop()
    {
        using var network = new PodNetwork();
        await using var registry = await LoopbackRegistry.StartAsync();
        var image = await ImageArchive.PublishAsync("Coordinator", registry, _folder);
        Assert.Equal($"{ContainerRoot.User}", image.User);
        Assert.Equal([4053, 5443, 8080, 8443], image.Ports.Order());
        Assert.True(File.Exists(Path.Combine(image.Root, "etc", "base")), "the base's files are missing");

        var (address, at) = (network.NextAddress, network.Add());
        var root = new ContainerRoot(Fresh("root"));
        root.Mount(ContainerRoot.Open(Fresh("data")), "/data", isReadOnly: false);
        root.Mount(ContainerRoot.Open(Fresh("tmp")), "/tmp", isReadOnly: false);
        var launcher = root.Launcher(at, Path.Combine(image.Root, "app"));
        await using var coordinator = RunningProgram.StartCommand(
            launcher[0],
            [.. launcher[1..], .. image.Variables, "DEEPIOT_COORDINATOR_DataFolder=/data", "DEEPIOT_COORDINATOR_Health=http://0.0.0.0:8080", .. image.Entrypoint]);
        using var probe = new Probe(new Uri($"http://{address}:8080"));

        await probe.AnswersAsync("/health/ready", HttpStatusCode.OK);
        Assert.Equal($"{ContainerRoot.User}", await coordinator.UserAsync());
        Assert.Equal(0, await coordinator.TerminateAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Fresh(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
