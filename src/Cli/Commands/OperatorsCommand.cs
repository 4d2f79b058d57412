using System.CommandLine;
using System.Text;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Conformance;

namespace DeepIoT.Cli.Commands;

/// <summary>`deepiot operators`, which writes the page of supported operators and is of no use to others.</summary>
internal sealed class OperatorsCommand : ExampleCommand
{
    public OperatorsCommand(Terminal terminal)
        : base("operators", "Run the ONNX project's operator vectors and write the page of supported operators.",
            "deepiot operators --vectors /usr/share/libonnx-testdata/data -o docs/operators.md")
    {
        Hidden = true;
        var vectors = new Option<string>("--vectors") { Description = "Folder that holds node/test_….", HelpName = "folder", Required = true };
        var page = new Option<string>("--output", "-o") { Description = "The page to write.", HelpName = "file.md", Required = true };
        AddRange([vectors, page]);
        SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(vectors);
            if (!Directory.Exists(Path.Combine(folder, "node")))
                throw new UserMistakeException($"{folder} holds no operator vectors: there is no folder 'node' in it. Install libonnx-testdata, or name the folder.");
            var results = VectorRun.All(folder).ToList();
            UserFiles.Write(parsed.GetRequiredValue(page), Encoding.UTF8.GetBytes(OperatorsPage.Of(results)));
            terminal.Out.WriteLine($"{results.Count(r => r.IsPassed)} of {results.Count} cases pass, {results.Count(r => r.Refusal is not null)} are refused.");
        });
    }
}
