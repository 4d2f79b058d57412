using System.CommandLine;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Commands.Zoo;

/// <summary>What `zoo build` and `zoo train` have in common.</summary>
internal static class ZooOptions
{
    public static Argument<string> Network()
    {
        var name = new Argument<string>("name") { Description = "Name of the network; `deepiot zoo list` shows them." };
        name.CompletionSources.Add([.. ModelZoo.Entries.Select(e => e.Name)]);
        return name;
    }

    public static Option<string> File() => new("--output", "-o") { Description = "The ONNX file to write.", HelpName = "file.onnx", Required = true };

    public static Option<ulong> Seed() => CommonOptions.Of("--seed", "Seed; the same one gives the same bytes.", "n", Numbers.Seed, 1UL);

    public static Option<double> Width() =>
        CommonOptions.Of("--width", "Factor on the hidden widths, such as 0.25; none becomes less than 4.", "factor", Amounts.Factor, 1);

    public static Option<int?> Classes() => CommonOptions.Of<int?>(
        "--classes", "Scores of a sample; the network's own number otherwise.", "n", text => Numbers.Between(2, 65_536)(text).AsNullable(), null);

    public static void Write(this Terminal terminal, string path, byte[] model)
    {
        UserFiles.Write(path, model);
        terminal.Out.WriteLine($"{path}  {Readable.Bytes(model.Length)}");
    }
}
