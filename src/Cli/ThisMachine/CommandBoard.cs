using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>
/// A board that a command of the user's reaches. It is given a folder of ONNX files, and prints what
/// `deepiot-profiler --measure FOLDER` prints on the board; any other line is passed over.
/// </summary>
public sealed partial class CommandBoard(string command) : IMeasuredBoard
{
    private const string Ending = ".onnx";

    /// <exception cref="UserMistakeException">The command ended before all were measured.</exception>
    public async IAsyncEnumerable<MeasuredModel> MeasureAsync(
        IReadOnlyList<(string Name, byte[] Onnx)> models, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("deepiot-models-").FullName;
        try
        {
            foreach (var (name, onnx) in models)
                await File.WriteAllBytesAsync(Path.Combine(folder, name + Ending), onnx, cancellation);
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{command} \"$1\"", "sh", folder]) { RedirectStandardOutput = true })!;
            using var killing = cancellation.Register(() => process.Kill(entireProcessTree: true));
            var (missing, boardClass, last) = (models.Select(model => model.Name).ToHashSet(), "", "nothing");
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (BoardClass().Match(line) is { Success: true } told)
                    boardClass = told.Groups["class"].Value;
                else if (Figure().Match(line) is { Success: true } figure && missing.Remove(figure.Groups["name"].Value))
                    yield return new(figure.Groups["name"].Value, boardClass, double.Parse(figure.Groups["ms"].Value, CultureInfo.InvariantCulture), figure.Groups["tainted"].Success);
                else if (!string.IsNullOrWhiteSpace(line))
                    last = line.Trim();
            }

            await process.WaitForExitAsync(cancellation);
            if (missing.Count > 0)
                throw new UserMistakeException($"--measured-by: `{command}` ended with code {process.ExitCode} and left {missing.Count} of {models.Count} models unmeasured; its last line was: {last}. Run it by hand on a folder of ONNX files.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^board class (?<class>\S+)\s*$")]
    private static partial Regex BoardClass();

    [GeneratedRegex(@"^(?<name>\S+)\.onnx: median (?<ms>[0-9.E+-]+) ms(?<tainted>; tainted: .*)?\s*$")]
    private static partial Regex Figure();
}
