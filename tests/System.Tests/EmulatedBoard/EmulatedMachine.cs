using DeepIoT.SystemTests.Processes;

namespace DeepIoT.SystemTests.EmulatedBoard;

/// <summary>A whole board, EMULATED by QEMU: its kernel, its libraries, its network, and our agent as it is published.</summary>
internal static class EmulatedMachine
{
    /// <summary>This machine's loopback, as the board sees it.</summary>
    public const string Host = "10.0.2.2";

    /// <summary>
    /// Time of the board is a count of its instructions, 2 ns each: the same program takes the same time, however busy this
    /// machine is. While it waits its time leaps ahead, so that nothing outside can keep pace with it.
    /// </summary>
    public static readonly string[] InstructionClock = ["-icount", "shift=1,sleep=off", "-smp", "1"];

    /// <summary>Switches it on. To kill what is returned is to pull its plug; it keeps nothing.</summary>
    /// <param name="folder">Does not exist yet; what the board is given is put there and beside it.</param>
    /// <param name="files">What the board finds beside its agent, by name.</param>
    /// <param name="start">Shell commands that it runs there; it switches itself off after them.</param>
    /// <param name="options">Of the emulator.</param>
    public static RunningProgram SwitchOn(string folder, IReadOnlyDictionary<string, string> files, string start, params string[] options)
    {
        Directory.CreateDirectory(folder);
        Directory.CreateSymbolicLink(Path.Combine(folder, "agent"), BoardImage.Agent);
        foreach (var (name, source) in files)
            File.Copy(source, Path.Combine(folder, name));
        File.WriteAllText(Path.Combine(folder, "start"), start + "\n");
        return RunningProgram.StartCommand("bash", [BoardImage.Script("start-board.sh"), BoardImage.Folder, folder, .. options]);
    }
}
