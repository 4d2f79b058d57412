using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DeepIoT.SystemTests.Architecture;

/// <summary>References between the rooms point one way, and heavy packages stay in theirs.</summary>
public sealed class RoomsTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Protocol"] = [],
        ["Compression"] = [],
        ["Clustering"] = ["Protocol"],
        ["Coordinator"] = ["Clustering", "Protocol"],
        ["TrainerNode"] = ["Clustering", "Compression", "Protocol"],
        ["DeviceProfiler"] = ["Protocol"],
        ["Cli"] = ["Clustering", "Compression", "Coordinator", "DeviceProfiler", "Protocol", "TrainerNode"],
    };

    public static TheoryData<string> Rooms => new(AllowedReferences.Keys);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_the_rooms_below_it(string room)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", room, room + ".csproj"));
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Empty(references.Except(AllowedReferences[room]));
    }

    [Fact]
    public void Every_room_has_its_rule()
    {
        var rooms = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(AllowedReferences.Keys.Order(), rooms.Order());
    }

    [Theory]
    [InlineData("DeepIoT.Protocol", "Akka", "TorchSharp", "Microsoft.ML.OnnxRuntime")]
    [InlineData("DeepIoT.Compression", "Akka", "Grpc")]
    [InlineData("DeepIoT.Clustering", "TorchSharp", "Microsoft.ML.OnnxRuntime")]
    [InlineData("DeepIoT.Coordinator", "TorchSharp", "Microsoft.ML.OnnxRuntime")]
    [InlineData("DeepIoT.TrainerNode", "Microsoft.ML.OnnxRuntime")]
    [InlineData("deepiot-profiler", "Akka", "TorchSharp")]
    public void A_room_keeps_packages_out_that_are_not_its_business(string assembly, params string[] kept)
    {
        var reached = Reached(assembly);

        Assert.Contains(assembly, reached);
        Assert.DoesNotContain(reached, name => kept.Any(package => name == package || name.StartsWith(package + '.', StringComparison.Ordinal)));
    }

    /// <summary>Names of the assemblies that one needs, directly or through others, as far as they lie beside it.</summary>
    private static HashSet<string> Reached(string assembly)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([assembly]);
        while (open.TryPop(out var name))
        {
            var file = Path.Combine(AppContext.BaseDirectory, name + ".dll");
            if (!File.Exists(file) || !reached.Add(name))
                continue;
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            foreach (var handle in metadata.AssemblyReferences)
                open.Push(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        }
        return reached;
    }
}
