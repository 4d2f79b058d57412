using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>One run of the command inside the test, with everything it wrote.</summary>
public sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var logs = new TemporaryFolder();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var commandLine = new DeepIotCommandLine(new Terminal(output, error, null), new InstantTime(), logs.Path);
        var code = await commandLine.RunAsync(args);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    public static Task<CommandRun> OfAsync(FakeCoordinator coordinator, params string[] args) =>
        OfAsync([.. args, "--coordinator", coordinator.Address.ToString()]);
}
