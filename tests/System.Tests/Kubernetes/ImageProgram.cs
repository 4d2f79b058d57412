using System.Xml.Linq;
using DeepIoT.Coordinator;
using DeepIoT.TrainerNode;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>One of our programs as its image has it.</summary>
/// <param name="Image">Name of the image, without tag.</param>
/// <param name="Assembly">What the image starts.</param>
/// <param name="Prefix">Of the variables that carry its options.</param>
/// <param name="Options">Whose properties are its options.</param>
internal sealed record ImageProgram(string Image, string Assembly, string Prefix, Type Options)
{
    private static readonly ImageProgram[] All =
    [
        new(ImageOf("Coordinator"), "DeepIoT.Coordinator", "DEEPIOT_COORDINATOR_", typeof(CoordinatorOptions)),
        new(ImageOf("TrainerNode"), "DeepIoT.TrainerNode", "DEEPIOT_TRAINER_", typeof(TrainerOptions)),
    ];

    /// <summary>The program of an image reference.</summary>
    public static ImageProgram Of(string image) =>
        All.SingleOrDefault(program => program.Image == image.Split(':')[0])
        ?? throw new ArgumentException($"No project publishes the image {image}; there are {string.Join(", ", All.Select(program => program.Image))}");

    private static string ImageOf(string room) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", room, room + ".csproj")).Descendants("ContainerRepository").Single().Value;
}
