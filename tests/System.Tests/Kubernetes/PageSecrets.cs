using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>Secrets made by the commands of the page on deploying, so that the page is tried as well.</summary>
internal static partial class PageSecrets
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "deploy-on-kubernetes.md");

    // The command that the page calls by its name.
    private static readonly string Command = $"deepiot() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "deepiot.dll")}' \"$@\"; }}\n";

    /// <returns>Name of a secret → key → value.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Make(string folder)
    {
        Skip.IfNot(File.Exists("/usr/bin/openssl"), "openssl is needed: apt-get install openssl");
        var page = File.ReadAllText(Page);
        var files = Shell().Matches(page).Select(block => block.Groups[1].Value).Single(block => block.StartsWith("mkdir -p secrets", StringComparison.Ordinal));
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-e", "-c", Command + files]) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, said);
        return Created().Matches(page).ToDictionary(
            secret => secret.Groups[1].Value,
            secret => (IReadOnlyDictionary<string, string>)Files().Matches(secret.Groups[2].Value)
                .ToDictionary(file => file.Groups[1].Value, file => File.ReadAllText(Path.Combine(folder, file.Groups[2].Value))));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex("create secret generic (\\S+)((?: --from-file=\\S+)+)")]
    private static partial Regex Created();

    [GeneratedRegex("--from-file=([^=]+)=(\\S+)")]
    private static partial Regex Files();
}
