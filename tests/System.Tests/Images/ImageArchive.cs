using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace DeepIoT.SystemTests.Images;

/// <summary>An image as the SDK publishes it into an archive, unpacked.</summary>
internal sealed class ImageArchive
{
    private readonly JsonElement _configuration;

    private ImageArchive(string root, JsonElement configuration) => (Root, _configuration) = (root, configuration);

    /// <summary>Its files.</summary>
    public string Root { get; }

    public string User => _configuration.GetProperty(nameof(User)).GetString()!;

    public string[] Entrypoint => [.. _configuration.GetProperty(nameof(Entrypoint)).EnumerateArray().Select(part => part.GetString()!)];

    /// <summary>Ports that it says it listens on.</summary>
    public IEnumerable<int> Ports => _configuration.GetProperty("ExposedPorts").EnumerateObject()
        .Select(port => int.Parse(port.Name.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>`NAME=value` of its environment.</summary>
    public IEnumerable<string> Variables => _configuration.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()!);

    /// <summary>Publishes what was built of a room, over the registry's base.</summary>
    public static async Task<ImageArchive> PublishAsync(string room, LoopbackRegistry registry, string folder)
    {
        var archive = Path.Combine(folder, "image.tar");
        var start = new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(Repository.Root, "src", room), "-c", "Release", "--no-build", "-nodeReuse:false", "-t:PublishContainer",
            $"-p:ContainerBaseImage={registry.Base}", $"-p:ContainerArchiveOutputPath={archive}", $"-p:PublishDir={folder}/publish/",
        ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = registry.Address;
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
        return Unpack(archive, Directory.CreateDirectory(Path.Combine(folder, "image")).FullName);
    }

    private static ImageArchive Unpack(string archive, string root)
    {
        var parts = root + "-parts";
        Directory.CreateDirectory(parts);
        TarFile.ExtractToDirectory(archive, parts, overwriteFiles: false);
        var manifest = Read(Path.Combine(parts, "manifest.json"))[0];
        foreach (var layer in manifest.GetProperty("Layers").EnumerateArray())
        {
            using var zipped = new GZipStream(File.OpenRead(Path.Combine(parts, layer.GetString()!)), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(zipped, root, overwriteFiles: true);
        }

        return new ImageArchive(root, Read(Path.Combine(parts, manifest.GetProperty("Config").GetString()!)).GetProperty("config"));
    }

    private static JsonElement Read(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
}
