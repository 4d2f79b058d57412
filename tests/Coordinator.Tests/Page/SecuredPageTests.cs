using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DeepIoT.Coordinator.Tests.Access;
using DeepIoT.Coordinator.Tests.Whole;

namespace DeepIoT.Coordinator.Tests.Page;

public sealed partial class SecuredPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_stranger_sees_the_login_and_nothing_else()
    {
        await using var coordinator = await StartAsync();
        using var stranger = Browser(coordinator);

        foreach (var path in new[] { "/", "/boards", "/submit", "/artifacts/x/y" })
        {
            using var answer = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/login", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        }

        using var guess = await LogInAsync(stranger, "guess");
        Assert.Contains("This token is unknown here", await guess.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var board = await LogInAsync(stranger, "measure");
        Assert.Contains("A board may not call Campaigns/List", await board.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_in_gets_a_cookie_that_no_script_reads_and_sees_what_its_role_may()
    {
        await using var coordinator = await StartAsync();
        using var viewer = Browser(coordinator);

        using var entered = await LogInAsync(viewer, "see");

        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("deepiot=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("see", cookie, StringComparison.Ordinal);
        var page = await viewer.GetStringAsync("/");
        Assert.Contains("vera", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"submit\"", page, StringComparison.Ordinal);
        using var download = await viewer.GetAsync($"/artifacts/{new string('a', 64)}/model.onnx");
        Assert.Equal(HttpStatusCode.Forbidden, download.StatusCode);
    }

    [Fact]
    public async Task A_cookie_is_good_no_longer_than_its_token()
    {
        await using var coordinator = await StartAsync();
        using var viewer = Browser(coordinator);
        (await LogInAsync(viewer, "see")).Dispose();
        Assert.Contains("vera", await viewer.GetStringAsync("/"), StringComparison.Ordinal);

        await File.WriteAllLinesAsync(TokensFile, [Line("admin", "ada", "rule")]);
        File.SetLastWriteTimeUtc(TokensFile, DateTime.UtcNow.AddSeconds(5));

        using var answer = await viewer.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_another_site_logs_nobody_in()
    {
        await using var coordinator = await StartAsync();
        using var browser = Browser(coordinator);

        using var answer = await browser.PostAsync("/login", new FormUrlEncodedContent([new("token", "see")]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_on_this_machine_is_not_served_under_another_name()
    {
        await using var coordinator = await RunningCoordinator.Start(_folder.Path, options => options.Page = new Uri("http://127.0.0.1:0"));
        using var browser = new HttpClient { BaseAddress = coordinator.Page };
        Assert.Contains("Campaigns", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        browser.DefaultRequestHeaders.Host = "attacker.example";

        using var answer = await browser.GetAsync("/");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private string TokensFile => Path.Combine(_folder.Path, "tokens");

    private async Task<RunningCoordinator> StartAsync()
    {
        await File.WriteAllLinesAsync(TokensFile, [Line("admin", "ada", "rule"), Line("viewer", "vera", "see"), Line("board", "bench", "measure")]);
        var certificate = SelfSigned.Write(_folder.Path);
        return await RunningCoordinator.Start(_folder.Path, options =>
        {
            options.Listen = options.Page = new Uri("https://127.0.0.1:0");
            (options.Certificate, options.CertificateKey) = (certificate.Certificate, certificate.Key);
            options.TokensFile = TokensFile;
        });
    }

    private static HttpClient Browser(RunningCoordinator coordinator) => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
    })
    {
        BaseAddress = coordinator.Page,
    };

    // As a browser does: the form with what it hides, then what was typed.
    private static async Task<HttpResponseMessage> LogInAsync(HttpClient browser, string token)
    {
        var form = await browser.GetStringAsync("/login");
        var hidden = Hidden().Match(form).Groups["value"].Value;
        return await browser.PostAsync("/login", new FormUrlEncodedContent([new("__RequestVerificationToken", hidden), new("token", token), new("returnUrl", "/")]));
    }

    private static string Line(string role, string name, string token) =>
        $"{role} {name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Hidden();
}
