using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>`deepiot zoo train`</summary>
internal sealed class ZooTrainCommand : ExampleCommand
{
    public ZooTrainCommand(Terminal terminal)
        : base("train", "Train a network and write it.",
            "deepiot zoo train digits --data samples/digits/digits.csv.gz --test-share 20% --scale 1/16 -o digits.onnx",
            "deepiot zoo train lenet5 --data train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --scale 1/255 -o lenet5.onnx")
    {
        var (network, data, seed, file) = (ZooOptions.Network(), new DataOptions(asksForTask: false), ZooOptions.Seed(), ZooOptions.File());
        var epochs = CommonOptions.Of<int?>(
            "--epochs", "Epochs; the network's own number otherwise.", "n", text => Numbers.Between(1, 10_000)(text).AsNullable(), null);
        var (width, classes) = (ZooOptions.Width(), ZooOptions.Classes());
        Add(network);
        data.AddTo(this);
        Add(width);
        Add(classes);
        Add(epochs);
        Add(seed);
        Add(file);
        SetAction(async (parsed, cancellation) =>
        {
            var found = ModelZoo.Find(parsed.GetRequiredValue(network));
            var entry = found with { Classes = parsed.GetValue(classes) ?? found.Classes };
            var settings = entry.Training with
            {
                Seed = parsed.GetValue(seed),
                Epochs = parsed.GetValue(epochs) ?? entry.Training.Epochs,
            };
            var source = data.Read(parsed) with { Task = entry.Task };
            var (model, test) = await terminal.RunAsync(entry.Name, report => Train(entry, parsed.GetValue(width), source, settings, report, cancellation), cancellation);
            terminal.Write(parsed.GetRequiredValue(file), model);
            terminal.Out.WriteLine($"Test accuracy: {Readable.Percent(test, 2)}");
        });
    }

    private static (byte[] Model, double? TestAccuracy) Train(
        ZooEntry network, double width, DataSource source, ZooTrainingSettings settings, Action<double, string> report, CancellationToken cancellation)
    {
        double? validation = null, test = null;
        var model = ZooTrainer.Train(network, width, DatasetReader.Read(source), settings, progress =>
        {
            (validation, test) = (progress.ValidationAccuracy ?? validation, progress.TestAccuracy);
            report(progress.Fraction, $"epoch {progress.Epoch}, validation accuracy {Readable.Percent(validation, 2)}");
        }, cancellation);
        return (model, test);
    }
}
