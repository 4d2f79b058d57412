using System.Net;
using System.Net.Http.Headers;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>
/// A coordinator in a process of its own, over TLS and with tokens, under attack from the first test to the last, while a
/// healthy client does its work. Limits that a test would have to wait for are short.
/// </summary>
#pragma warning disable CA1001 // xunit ends it by DisposeAsync
public sealed class AttackedCoordinator : IAsyncLifetime
#pragma warning restore CA1001
{
    public const string Collection = "attacks";

    /// <summary>More than any test needs at a time, so that those about other things are not refused for their rate.</summary>
    public const int Streams = 10_000;

    private const long MostMemory = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LocalCluster _cluster = new(IPAddress.Loopback);
    private RunningProgram _program = null!;
    private HealthyClient _healthy = null!;

    public static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(3);

    public const int MostArtifactBytes = 1 << 20;

    public string Folder => _cluster.Folder;

    public string Output => _program.Output;

    public Uri Address => _cluster.Address;

    public int ClusterPort => _cluster.ClusterPort;

    /// <summary>For what gRPC's own client would not do.</summary>
    public HttpClient RawClient() => new(_cluster.Certificate!.Handler())
    {
        BaseAddress = Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", LocalCluster.AdminToken) },
    };

    /// <summary>Certificates of the cluster, by the command that makes them.</summary>
    public string Certificates => Path.Combine(Folder, "certs");

    public async Task InitializeAsync()
    {
        await using (var certs = RunningProgram.Start("deepiot", "certs", "dev", "--out", Certificates, "--host", "127.0.0.1"))
            Assert.Equal(0, await certs.ExitAsync());
        _program = _cluster.StartCoordinator(
            "--ClusterCertificate", Path.Combine(Certificates, "cluster.pem"),
            "--ClusterCertificateKey", Path.Combine(Certificates, "cluster-key.pem"),
            "--ClusterAuthority", Path.Combine(Certificates, "cluster-authority.pem"),
            "--MaxArtifactBytes", $"{MostArtifactBytes}",
            "--Limits:OpenPerCaller", $"{Streams}",
            "--Limits:CallsPerSecond", "1000000",
            "--Limits:StrangersPerSecond", "1000000",
            "--Limits:Patience", $"{ShortTime}",
            "--Limits:RequestTime", $"{ShortTime + ShortTime}");
        using var limit = new CancellationTokenSource(Patience);
        while (!await AnswersAsync())
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        _healthy = new HealthyClient(Channel(await TokenAsync("healthy", TokenRole.Submitter)));
    }

    /// <summary>A channel that trusts the coordinator.</summary>
    /// <param name="token">Null shows none.</param>
    public GrpcChannel Channel(string? token) => _cluster.Certificate!.ChannelTo(Address, token);

    public GrpcChannel Admin => _cluster.Channel;

    /// <summary>The one of the tokens file that several boards could share.</summary>
    public GrpcChannel SharedBoard() => Channel(LocalCluster.BoardToken);

    /// <summary>A new token, made by the admin over the wire.</summary>
    public async Task<string> TokenAsync(string name, TokenRole role, TimeSpan? life = null) =>
        (await new Access.AccessClient(Admin).CreateAsync(new CreateTokenRequest
        {
            Name = name,
            Role = role,
            Life = Duration.FromTimeSpan(life ?? TimeSpan.FromHours(1)),
        })).Token;

    /// <summary>Entries of the audit log that tell of a refusal, once one is as wanted.</summary>
    public async Task RefusedAsync(Func<AuditEntry, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (; ; )
        {
            using var call = new Access.AccessClient(Admin).Audit(new AuditRequest { Refused = true }, cancellationToken: limit.Token);
            await foreach (var entry in call.ResponseStream.ReadAllAsync(limit.Token))
            {
                if (wanted(entry))
                    return;
            }

            // What is told together is told within seconds.
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    /// <summary>The coordinator lives, within its memory, and the healthy client noticed nothing.</summary>
    public async Task UnharmedAsync()
    {
        Assert.False(_program.HasExited, Output);
        Assert.InRange(_program.PeakBytes, 1, MostMemory);
        await _healthy.WorkedAsync();
    }

    public async Task DisposeAsync()
    {
        if (_healthy is not null)
            await _healthy.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await new Campaigns.CampaignsClient(Admin).ListAsync(new ListRequest());
            return true;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return false;
        }
    }
}

/// <summary>One coordinator for all attacks, one attack after the other.</summary>
[CollectionDefinition(AttackedCoordinator.Collection)]
public sealed class OneAttackAtATime : ICollectionFixture<AttackedCoordinator>;
