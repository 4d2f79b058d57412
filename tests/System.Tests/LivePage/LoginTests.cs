using System.Net;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>The page of a coordinator that asks for tokens.</summary>
public sealed class LoginTests
{
    [SkippableFact]
    public async Task Who_shows_a_token_comes_in_and_goes_out_again_or_is_shown_out_when_it_is_revoked()
    {
        Chromium.SkipIfMissing();
        await using var cluster = new LocalCluster(IPAddress.Loopback);
        var address = new Uri($"https://127.0.0.1:{LocalCluster.FreePort()}");
        cluster.StartCoordinator("--Page", address.ToString());
        await new Protocol.Artifacts.ArtifactClient(cluster.Channel, Protocol.Artifacts.TransferRetry.Endless).UploadAsync(new byte[] { 1 }, "a sign of life", default);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.StartAsync(playwright);
        await using var visitor = await Watched.OpenAsync(browser, address);
        var page = visitor.Page;

        await page.GotoAsync("/boards");
        await visitor.LookAsync("login");
        await page.FillAsync("#token", "guess");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("unknown here");
        await page.FillAsync("#token", LocalCluster.AdminToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Expect(page.GetByText("ada", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Equal("/boards", new Uri(page.Url).AbsolutePath);
        await page.WaitForSelectorAsync("main[data-alive=yes]");
        await visitor.LookAsync("logged-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(page.Locator("#token")).ToBeVisibleAsync();

        var tokens = new Access.AccessClient(cluster.Channel);
        var guest = await tokens.CreateAsync(new CreateTokenRequest { Name = "guest", Role = TokenRole.Submitter });
        await page.FillAsync("#token", guest.Token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.WaitForSelectorAsync("main[data-alive=yes]");
        await tokens.RevokeAsync(new RevokeTokenRequest { Name = "guest" });

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("was revoked", new() { Timeout = 60_000 });
        await Expect(page.Locator("#token")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }
}
