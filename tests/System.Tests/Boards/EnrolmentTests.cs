using System.Net;
using DeepIoT.Protocol;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Boards;

/// <summary>A coordinator that asks for tokens, over TLS, and a board that is invited and put out.</summary>
public sealed class EnrolmentTests
{
    [Fact]
    public async Task A_board_joins_by_an_invitation_and_ends_for_good_when_its_credential_is_revoked()
    {
        await using var cluster = new LocalCluster(IPAddress.Loopback);
        // Whoever is started here trusts the certificate.
        cluster.Surroundings["SSL_CERT_FILE"] = cluster.Certificate!.File;
        cluster.StartCoordinator();
        try
        {
            var invited = await DeepIotAsync(cluster, "boards", "invite");
            Assert.Equal(0, invited.Code);
            var token = invited.Output.Split(Environment.NewLine).Single(line => line.StartsWith("join-", StringComparison.Ordinal));
            cluster.Surroundings[CoordinatorChannel.TokenVariable] = token;

            await using (var first = cluster.StartBoard("kitchen"))
            {
                await UntilAsync(cluster, "boards", "kitchen .* (free|busy) ");
                Assert.Equal(0, await first.TerminateAsync());
            }

            // The token is used up; the credential is not. It lies where only its owner reads it.
            var credential = Assert.Single(Directory.GetFiles(Path.Combine(cluster.Folder, "state", "credentials")));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(credential));
            await using var board = cluster.StartBoard("kitchen");
            await UntilAsync(cluster, "boards", "kitchen .* (free|busy) ");

            Assert.Equal(0, (await DeepIotAsync(cluster, "boards", "revoke", "kitchen")).Code);

            Assert.Equal(2, await board.ExitAsync());
            Assert.Contains("access: The credential of kitchen was revoked", board.Output, StringComparison.Ordinal);
            await using var again = cluster.StartBoard("kitchen");
            Assert.Equal(2, await again.ExitAsync());
            Assert.Contains("was revoked on", again.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", again.Output, StringComparison.Ordinal);
            await using var stranger = cluster.StartBoard("cellar");
            Assert.Equal(2, await stranger.ExitAsync());
            Assert.Contains("as many boards have joined by it as were to", stranger.Output, StringComparison.Ordinal);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}{Environment.NewLine}{cluster.Output}", e);
        }
    }

    /// <summary>The command as its admin runs it; a coordinator that is still starting is asked again.</summary>
    private static async Task<(int Code, string Output)> DeepIotAsync(LocalCluster cluster, params string[] arguments)
    {
        var surroundings = new Dictionary<string, string>(cluster.Surroundings) { [CoordinatorChannel.TokenVariable] = LocalCluster.AdminToken };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var command = RunningProgram.StartIn([], surroundings, "deepiot", [.. arguments, "--coordinator", cluster.Address.ToString()]);
            var code = await command.ExitAsync();
            if (code == 0 || patience.IsCancellationRequested)
                return (code, command.Output);
        }
    }

    private static async Task UntilAsync(LocalCluster cluster, string list, string pattern)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var shown = await DeepIotAsync(cluster, list);
            if (System.Text.RegularExpressions.Regex.IsMatch(shown.Output, pattern))
                return;
            if (patience.IsCancellationRequested)
                throw new TimeoutException(shown.Output);
        }
    }
}
