using System.Net;
using DeepIoT.Protocol;

namespace DeepIoT.TrainerNode.Tests.Artifacts;

public sealed class BearerTokenHandlerTests
{
    [Theory]
    [InlineData("https://coordinator/", "Bearer secret")]
    [InlineData("http://coordinator/", null)]
    public async Task A_token_goes_only_where_nobody_else_can_read_it(string address, string? expected)
    {
        using var listener = new Listener();
        using var client = new HttpClient(new BearerTokenHandler("secret", listener));

        using var response = await client.GetAsync(new Uri(address));

        Assert.Equal(expected, listener.Heard);
    }

    private sealed class Listener : HttpMessageHandler
    {
        public string? Heard { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Heard = request.Headers.Authorization?.ToString();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
