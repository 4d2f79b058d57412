using System.Globalization;
using Xunit.Abstractions;

namespace DeepIoT.SystemTests.EmulatedBoard;

/// <summary>The measuring itself, on a board whose clock counts instructions.</summary>
[Collection(OneMachine.Name)]
public sealed class RepeatableTests(BoardImage image, ITestOutputHelper output)
{
    private const int FewBoots = 2;

    private static readonly int Boots =
        int.TryParse(Environment.GetEnvironmentVariable("DEEPIOT_EMULATED_BOOTS"), CultureInfo.InvariantCulture, out var boots) ? boots : FewBoots;

    // Timer interrupts fall elsewhere in each boot; a tenth of this was seen.
    private const double Share = 0.001;

    [SkippableFact]
    public async Task One_model_has_one_median_within_a_thousandth_in_every_boot()
    {
        image.SkipIfMissing();
        var folder = Directory.CreateTempSubdirectory("deepiot-emulated-").FullName;
        try
        {
            var medians = new List<double>();
            for (var boot = 1; boot <= Boots; boot++)
            {
                medians.Add(await MedianAsync(Path.Combine(folder, $"boot-{boot}")));
                output.WriteLine($"boot {boot}, emulated: {medians[^1]} ms");
            }

            Assert.InRange(medians.Max(), medians.Min(), medians.Min() * (1 + Share));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MedianAsync(string folder)
    {
        var model = Path.Combine(Repository.Root, "samples", "digits", "digits.onnx");
        await using var board = EmulatedMachine.SwitchOn(
            folder, new Dictionary<string, string> { ["digits.onnx"] = model }, "agent/deepiot-profiler --measure digits.onnx", EmulatedMachine.InstructionClock);
        await board.ExitAsync(TimeSpan.FromMinutes(3));
        Assert.Contains("board: ended with code 0", board.Output, StringComparison.Ordinal);
        var median = board.Output.Split(Environment.NewLine).Single(line => line.StartsWith("median ", StringComparison.Ordinal));
        return double.Parse(median.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
