using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.StepCost;

/// <summary>A network whose training step is timed: as the zoo builds it, and as one writes it with TorchSharp's modules.</summary>
/// <param name="Network">Its name in the zoo.</param>
/// <param name="Write">The same network by hand, from the model's input to its scores.</param>
internal sealed record Subject(string Network, int Batch, Func<nn.Module<Tensor, Tensor>> Write)
{
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("lenet5", 128, () => new HandWrittenLeNet()),
        new("deepsense-activity", 64, () => new HandWrittenDeepSense()),
        new("bilstm-narrow", 32, () => new HandWrittenBiLstm()),
    ];

    public ModelGraph Graph { get; } = ModelGraph.Read(ModelZoo.Find(Network).Build(1));

    public TaskKind Task { get; } = ModelZoo.Find(Network).Task;

    public Tensor Inputs(Generator generator) => rand([Batch, .. Graph.Input.Shape[1..]], generator: generator);

    /// <summary>Any class but the blank of a sequence.</summary>
    public Tensor Targets(Generator generator) => randint(1, 6, [Batch, 1], generator: generator, dtype: ScalarType.Float32);
}
