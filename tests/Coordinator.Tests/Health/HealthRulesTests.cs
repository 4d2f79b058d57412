using System.Net;
using System.Net.Sockets;
using DeepIoT.Clustering.Health;

namespace DeepIoT.Coordinator.Tests.Health;

public sealed class HealthRulesTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:0")]
    [InlineData("http://[::1]:0")]
    public void A_plain_address_of_this_machine_is_taken(string address) =>
        Assert.Empty(HealthRules.Problems(new Uri(address)));

    [Fact]
    public void No_address_is_no_problem() => Assert.Empty(HealthRules.Problems(null));

    [Theory]
    [InlineData("https://0.0.0.0:8080", "no http address")]
    [InlineData("http://0.0.0.0:8080/healthz", "names a path")]
    [InlineData("http://coordinator.example:8080", "no address to bind")]
    [InlineData("/health", "no http address")]
    public void Anything_else_is_refused_with_a_remedy(string address, string reason)
    {
        var problem = Assert.Single(HealthRules.Problems(new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Equal("Health", problem.Field);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Contains("http://0.0.0.0:8080", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_told_before_anything_starts()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var problem = Assert.Single(HealthRules.Problems(new Uri($"http://{other.LocalEndpoint}")));

        Assert.Contains("cannot be bound", problem.Reason, StringComparison.Ordinal);
    }
}
