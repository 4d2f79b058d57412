using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;

namespace DeepIoT.Cli.Tests.ThisMachine;

/// <summary>Real commands of the shell in the place of one that reaches a board.</summary>
public sealed class CommandBoardTests
{
    private static readonly (string, byte[])[] Models = [("first", [1]), ("second", [2])];

    [Fact]
    public async Task What_the_board_prints_between_other_lines_is_read()
    {
        // The first line and the ends of lines are those of a board's serial console.
        var measured = await MeasureAsync("""
            f() { printf 'board: up after 2.21 s\r\nboard class soc/linux-arm64/emulated\r\n'; for m in "$1"/*.onnx; do printf "$(basename "$m"): median 0.%s ms\r\n" "$(od -An -tu1 "$m" | tr -d ' ')"; done; }; f
            """);

        Assert.Equal([new("first", "soc/linux-arm64/emulated", 0.1, false), new("second", "soc/linux-arm64/emulated", 0.2, false)], measured);
    }

    [Fact]
    public async Task A_tainted_figure_is_marked() =>
        Assert.Equal([true, false], (await MeasureAsync("printf 'first.onnx: median 1.5 ms; tainted: other load\\nsecond.onnx: median 2E-05 ms\\n' #")).Select(model => model.IsTainted));

    [Fact]
    public async Task A_command_that_leaves_models_unmeasured_is_told_with_its_last_words()
    {
        var mistake = await Assert.ThrowsAsync<UserMistakeException>(() => MeasureAsync("printf 'first.onnx: median 1 ms\\nno such board\\n'; exit 3 #"));

        Assert.Contains("ended with code 3 and left 1 of 2 models unmeasured; its last line was: no such board", mistake.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<MeasuredModel>> MeasureAsync(string command)
    {
        var measured = new List<MeasuredModel>();
        await foreach (var model in new CommandBoard(command).MeasureAsync(Models, default))
            measured.Add(model);
        return measured;
    }
}
