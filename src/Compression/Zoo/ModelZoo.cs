using DeepIoT.Compression.Critic;
namespace DeepIoT.Compression.Zoo;

/// <summary>The networks that come with the product.</summary>
public static class ModelZoo
{
    /// <summary>Chosen by cross-validation on the training rows of the digits.</summary>
    private static readonly Distortion Small = new(Degrees: 10, Zoom: 0.1, Shift: 0.09);

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        new(
            "digits",
            "two convolutions and a hidden layer, 93 962 parameters",
            [1, 8, 8],
            10,
            "samples/digits/digits.csv.gz, with testShare 0.2 and scale 0.0625",
            new ZooTrainingSettings(Epochs: 40, BatchSize: 32, Distortion: Small),
            DigitsNet.Build),
        new(
            "lenet5",
            "LeNet-5 with 20 and 50 filters and 500 hidden units, 431 080 parameters",
            [1, 28, 28],
            10,
            "MNIST as IDX files, with scale 0.00392156862745098",
            new ZooTrainingSettings(Epochs: 15, Distortion: Small),
            LeNet5.Build),
    ];

    /// <exception cref="RejectedException">There is no such entry; names those there are.</exception>
    public static ZooEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new RejectedException("name", $"the zoo has no '{name}'", $"Choose one of {string.Join(", ", Entries.Select(entry => entry.Name))}");
}
