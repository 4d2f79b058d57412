using System.Diagnostics;

namespace DeepIoT.SystemTests.Upgrades;

/// <summary>The programs of an earlier commit, built once and kept below the user's cache.</summary>
internal static class EarlierBuild
{
    /// <summary>Names a commit, a branch or a tag; the last tag before this commit when it is not set.</summary>
    public const string Variable = "DEEPIOT_UPGRADE_FROM";

    private static readonly string[] Rooms = ["Coordinator", "TrainerNode"];

    /// <summary>Folder of the programs. Skips the test where there is nothing to build.</summary>
    public static async Task<string> MakeAsync()
    {
        var commit = await CommitAsync();
        var folder = Path.Combine(Cache(), "deepiot-builds", commit);
        if (Directory.Exists(folder))
            return folder;
        var work = Directory.CreateTempSubdirectory("deepiot-build-").FullName;
        try
        {
            var (source, programs) = (Path.Combine(work, "source"), Path.Combine(work, "programs"));
            Directory.CreateDirectory(source);
            await MustAsync("git", "-C", Repository.Root, "archive", "--output", Path.Combine(work, "source.tar"), commit);
            await MustAsync("tar", "-xf", Path.Combine(work, "source.tar"), "-C", source);
            foreach (var room in Rooms)
                await MustAsync("dotnet", "publish", Path.Combine(source, "src", room), "-c", "Release", "-o", programs, "-v", "quiet", "-nodeReuse:false");
            // Only what is whole gets its name.
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            await MustAsync("mv", programs, folder);
            return folder;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> CommitAsync()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(named))
        {
            var (code, tag) = await RunAsync("git", "-C", Repository.Root, "describe", "--tags", "--abbrev=0", "HEAD^");
            Skip.If(code != 0, $"there is no tag yet to upgrade from, and {Variable} names no commit");
            named = tag;
        }

        return await MustAsync("git", "-C", Repository.Root, "rev-parse", "--verify", named + "^{commit}");
    }

    private static string Cache() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static async Task<string> MustAsync(string command, params string[] arguments)
    {
        var (code, said) = await RunAsync(command, arguments);
        return code == 0 ? said : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {code}: {said}");
    }

    private static async Task<(int Code, string Said)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Read both at once: neither may fill up.
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? said.Trim() : said + await error);
    }
}
