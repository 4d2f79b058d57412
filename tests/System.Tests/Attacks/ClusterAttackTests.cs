using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Clustering.Tls;
using DeepIoT.SystemTests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Those who would be nodes of the cluster, and a node that says what no node says.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class ClusterAttackTests(AttackedCoordinator coordinator)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Clear_text_is_no_way_in()
    {
        using var socket = await ConnectedAsync();
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string('x', 4096)));

        Assert.True(await IsEndedAsync(socket.GetStream()));
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task Whoever_shows_no_certificate_is_refused_and_it_is_logged()
    {
        using var socket = await ConnectedAsync();
#pragma warning disable CA5359 // an attacker does not mind whom it attacks
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359

        // By this protocol a client learns that it is refused only after its own side of the handshake.
        try
        {
            await tls.AuthenticateAsClientAsync("127.0.0.1");
            Assert.True(await IsEndedAsync(tls));
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
        }

        await LoggedAsync("client did not provide a certificate");
        await coordinator.UnharmedAsync();
    }

    [Fact]
    public async Task A_node_of_another_authority_does_not_join_and_it_is_logged()
    {
        var foreign = Path.Combine(coordinator.Folder, "foreign");
        await using (var certs = RunningProgram.Start("deepiot", "certs", "dev", "--out", foreign, "--host", "127.0.0.1"))
            Assert.Equal(0, await certs.ExitAsync());
        // It trusts the coordinator, and shows a certificate of its own making.
        using var node = await NodeAsync(new ClusterTls(
            Path.Combine(foreign, "cluster.pem"), Path.Combine(foreign, "cluster-key.pem"), Path.Combine(coordinator.Certificates, "cluster-authority.pem")));

        await LoggedAsync("was refused: ");
        Assert.DoesNotContain(
            Akka.Cluster.Cluster.Get(node.Services.GetRequiredService<ActorSystem>()).State.Members,
            member => member.HasRole(ClusterNames.CoordinatorRole));
        await node.StopAsync();
        await coordinator.UnharmedAsync();
    }

    [Theory]
    [InlineData(false, "deepiot.cluster.v1.Invented", "No message is known by the manifest `deepiot.cluster.v1.Invented`")]
    [InlineData(true, "System.IO.FileInfo, System.Runtime", "JSON is not accepted from other nodes")]
    public async Task A_message_of_an_unknown_manifest_is_refused_also_from_a_node(bool asJson, string manifest, string refusal)
    {
        using var node = await NodeAsync(OurTls(), Inventions.Configuration);
        var system = node.Services.GetRequiredService<ActorSystem>();
        var cluster = system.ActorSelection($"akka.ssl.tcp://{ClusterNames.System}@127.0.0.1:{coordinator.ClusterPort}/system/cluster/core/daemon");

        using var limit = new CancellationTokenSource(Patience);
        while (!coordinator.Output.Contains(refusal, StringComparison.Ordinal))
        {
            cluster.Tell(asJson ? new JsonInvention(manifest) : new ProtobufInvention(manifest));
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }

        await node.StopAsync();
        await coordinator.UnharmedAsync();
    }

    private ClusterTls OurTls() => new(
        Path.Combine(coordinator.Certificates, "cluster.pem"),
        Path.Combine(coordinator.Certificates, "cluster-key.pem"),
        Path.Combine(coordinator.Certificates, "cluster-authority.pem"));

    private async Task<IHost> NodeAsync(ClusterTls tls, string configuration = "")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddAkka(ClusterNames.System, (akka, _) => akka
            .WithCluster(new ClusterSettings(ClusterNames.TrainerRole, "127.0.0.1", 0, [$"127.0.0.1:{coordinator.ClusterPort}"], tls))
            .AddHocon(configuration.Length > 0 ? ConfigurationFactory.ParseString(configuration) : Config.Empty, HoconAddMode.Prepend));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private async Task<TcpClient> ConnectedAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", coordinator.ClusterPort);
        return socket;
    }

    private static async Task<bool> IsEndedAsync(Stream stream)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, limit.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task LoggedAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!coordinator.Output.Contains(text, StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
    }
}
