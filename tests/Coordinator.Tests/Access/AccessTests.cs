using System.Security.Cryptography;
using System.Text;
using DeepIoT.Coordinator.Access;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Access;

public sealed class AccessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("/deepiot.v1.Campaigns/Submit", new[] { "Submitter", "Admin" })]
    [InlineData("/deepiot.v1.Campaigns/Watch", new[] { "Viewer", "Submitter", "Admin" })]
    [InlineData("/deepiot.v1.Boards/Attach", new[] { "Board", "Admin" })]
    [InlineData("/deepiot.v1.Boards/Show", new[] { "Viewer", "Submitter", "Admin" })]
    [InlineData("/deepiot.v1.Boards/Drain", new[] { "Admin" })]
    [InlineData("/deepiot.v1.Boards/Resume", new[] { "Admin" })]
    [InlineData("/deepiot.v1.Artifacts/Upload", new[] { "Submitter", "Trainer", "Admin" })]
    [InlineData("/deepiot.v1.Artifacts/Download", new[] { "Submitter", "Trainer", "Board", "Admin" })]
    [InlineData("/deepiot.v1.Artifacts/Collect", new[] { "Admin" })]
    [InlineData("/deepiot.v1.Campaigns/Delete", new[] { "Submitter", "Admin" })]
    [InlineData("/deepiot.v1.Access/Create", new[] { "Admin" })]
    [InlineData("/deepiot.v1.Later/Invented", new[] { "Admin" })]
    public void Each_method_is_open_to_its_roles_and_to_no_other(string method, string[] allowed)
    {
        Assert.Equal(allowed, Enum.GetValues<Role>().Where(role => AccessRules.Allows(method, role)).Select(role => role.ToString()));
        Assert.False(AccessRules.Allows(method, null));
    }

    [Fact]
    public void Every_method_on_the_wire_has_a_rule()
    {
        var services = new[]
        {
            AccessReflection.Descriptor, ArtifactsReflection.Descriptor, BoardsReflection.Descriptor, CampaignsReflection.Descriptor, TrainersReflection.Descriptor,
        }.SelectMany(file => file.Services);

        foreach (var method in services.SelectMany(service => service.Methods))
        {
            var path = $"/{method.Service.FullName}/{method.Name}";
            Assert.True(AccessRules.Names(path), $"{path} has no rule");
        }
    }

    [Fact]
    public void The_health_check_answers_everybody() => Assert.True(AccessRules.Allows("/grpc.health.v1.Health/Check", null));

    [Fact]
    public void A_token_is_found_by_its_hash_until_its_line_is_taken_away()
    {
        var path = Path.Combine(_folder.Path, "tokens");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret")));
        File.WriteAllText(path, $"# alice's laptop\nsubmitter alice {hash}\n");
        var tokens = new TokensFile(path);

        Assert.Equal((Role.Submitter, "alice"), (tokens.Find("secret")!.Role, tokens.Find("secret")!.Name));
        Assert.Null(tokens.Find("Secret"));
        Assert.Null(tokens.Find(hash));

        File.WriteAllText(path, "# nobody\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Null(tokens.Find("secret"));
    }

    [Theory]
    [InlineData("submitter alice")]
    [InlineData("king alice aaaa")]
    [InlineData("7 alice aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("submitter alice zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void A_line_that_is_no_token_is_none(string line) => Assert.Null(AccessToken.Parse(line));

    public void Dispose() => _folder.Dispose();
}
