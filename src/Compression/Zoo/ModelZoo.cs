using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Tasks;

namespace DeepIoT.Compression.Zoo;

/// <summary>The networks that come with the product.</summary>
public static class ModelZoo
{
    private const int SpokenDigits = 10;

    /// <summary>Chosen by cross-validation on the training rows of the digits.</summary>
    private static readonly Distortion Small = new(Degrees: 10, Zoom: 0.1, Shift: 0.09);

    /// <summary>What photographs are usually trained with.</summary>
    private static readonly Distortion Mirrored = new(Degrees: 0, Zoom: 0, Shift: 0.125, Mirrors: true);

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        new(
            "digits",
            "two convolutions and a hidden layer, 93 962 parameters",
            TaskKind.Classification,
            [1, 8, 8],
            10,
            "samples/digits/digits.csv.gz, with testShare 0.2 and scale 0.0625",
            new ZooTrainingSettings(Epochs: 40, BatchSize: 32, Distortion: Small),
            DigitsNet.Build),
        new(
            "lenet5",
            "LeNet-5 with 20 and 50 filters and 500 hidden units, 431 080 parameters",
            TaskKind.Classification,
            [1, 28, 28],
            10,
            "MNIST as IDX files, with scale 0.00392156862745098",
            new ZooTrainingSettings(Epochs: 15, Distortion: Small),
            LeNet5.Build),
        new(
            "vgg16",
            "VGG-16 with batch normalisation, 33.6 M parameters",
            TaskKind.Classification,
            [3, 32, 32],
            10,
            "cifar10 as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 60, BatchSize: 64, PeakRate: 1e-3, Distortion: Mirrored),
            request => Vgg16.Build(request, isNormalised: true)),
        new(
            "vgg16-plain",
            "VGG-16 without normalisation, 33.6 M parameters",
            TaskKind.Classification,
            [3, 32, 32],
            10,
            "cifar10 as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 60, BatchSize: 64, PeakRate: 3e-4, Distortion: Mirrored),
            request => Vgg16.Build(request, isNormalised: false)),
        new(
            "bilstm",
            "five LSTM layers of 512 units in each direction for CTC, 19.1 M parameters",
            TaskKind.Sequence,
            [BiLstm.Frames, BiLstm.Bands],
            SpokenDigits + 1,
            "fsdd as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 40, BatchSize: 32, PeakRate: 1e-3),
            request => BiLstm.Build(request, layers: 5, published: 512)),
        new(
            "bilstm-narrow",
            "two LSTM layers of 128 units in each direction for CTC, 441 099 parameters",
            TaskKind.Sequence,
            [BiLstm.Frames, BiLstm.Bands],
            SpokenDigits + 1,
            "fsdd as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 40, BatchSize: 32, PeakRate: 2e-3),
            request => BiLstm.Build(request, layers: 2, published: 128)),
        new(
            "deepsense-activity",
            "DeepSense for what a person does, 516 726 parameters",
            TaskKind.Classification,
            DeepSense.Input,
            6,
            "hapt-activity as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 30, BatchSize: 64),
            DeepSense.Build),
        new(
            "deepsense-user",
            "DeepSense for who walks, 519 630 parameters",
            TaskKind.Classification,
            DeepSense.Input,
            30,
            "hapt-user as `deepiot data prepare` writes it",
            new ZooTrainingSettings(Epochs: 60, BatchSize: 64),
            DeepSense.Build),
    ];

    /// <exception cref="RejectedException">There is no such entry; names those there are.</exception>
    public static ZooEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new RejectedException("name", $"the zoo has no '{name}'", $"Choose one of {string.Join(", ", Entries.Select(entry => entry.Name))}");
}
