using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DeepIoT.Coordinator.Tests.Whole;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class SecuredCoordinatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Over_tls_a_call_needs_a_token_of_a_role_that_may_make_it()
    {
        var tokens = Path.Combine(_folder.Path, "tokens");
        await File.WriteAllLinesAsync(tokens, [Line("viewer", "vera", "see"), Line("submitter", "sam", "do")]);
        var certificate = SelfSigned.Write(_folder.Path);
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options =>
        {
            options.Listen = new Uri("https://127.0.0.1:0");
            (options.Certificate, options.CertificateKey) = (certificate.Certificate, certificate.Key);
            options.TokensFile = tokens;
        });

        Assert.Equal(StatusCode.Unauthenticated, await Outcome(coordinator, null, Look));
        Assert.Equal(StatusCode.Unauthenticated, await Outcome(coordinator, "guess", Look));
        Assert.Equal(StatusCode.OK, await Outcome(coordinator, "see", Look));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "see", Submit));
        Assert.Equal(StatusCode.InvalidArgument, await Outcome(coordinator, "do", Submit));
        Assert.Equal(StatusCode.PermissionDenied, await Outcome(coordinator, "do", Attach));
    }

    public void Dispose() => _folder.Dispose();

    private static string Line(string role, string name, string token) =>
        $"{role} {name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    private static async Task Look(GrpcChannel channel) =>
        await new Protocol.V1.Campaigns.CampaignsClient(channel).ListAsync(new ListRequest());

    private static async Task Submit(GrpcChannel channel) =>
        await new Protocol.V1.Campaigns.CampaignsClient(channel).SubmitAsync(new SubmitRequest());

    private static async Task Attach(GrpcChannel channel)
    {
        using var stream = new Protocol.V1.Boards.BoardsClient(channel).Attach();
        await stream.ResponseStream.MoveNext(default);
    }

    private static async Task<StatusCode> Outcome(RunningCoordinator coordinator, string? token, Func<GrpcChannel, Task> call)
    {
        using var ours = X509Certificate2.CreateFromPemFile(coordinator.Options.Certificate!, coordinator.Options.CertificateKey);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, offered, _, _) => offered?.GetCertHashString() == ours.GetCertHashString(),
            },
        };
        using var http = new HttpClient(handler);
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var channel = GrpcChannel.ForAddress(coordinator.Address, new GrpcChannelOptions { HttpClient = http });
        try
        {
            await call(channel);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
