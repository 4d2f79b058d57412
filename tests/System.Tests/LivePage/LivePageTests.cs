using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>The page as visitors see it: a real browser at a real coordinator with a real campaign.</summary>
[TestCaseOrderer("DeepIoT.SystemTests.LivePage.AsWritten", "DeepIoT.System.Tests")]
[Collection(RunningPage.Name)]
public sealed class LivePageTests(RunningPage running)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 }, OnceFound = new() { Timeout = 240_000 };

    [SkippableFact]
    public async Task A_campaign_is_followed_to_its_models_without_a_reload()
    {
        Chromium.SkipIfMissing();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync("/");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "digits", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "digits" })).ToBeVisibleAsync(Soon);
        await visitor.Page.EvaluateAsync("() => window.isTheSame = true");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Candidates" })).ToBeVisibleAsync(OnceFound);
        await Expect(visitor.Page.Locator("#keeps")).ToBeVisibleAsync(OnceFound);
        await Expect(visitor.Page.Locator("tr", new() { HasText = "campaign completed" })).ToBeVisibleAsync(OnceFound);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Structure before and after" })).ToBeVisibleAsync(Soon);

        Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.isTheSame === true"));
        await visitor.PictureAsync("campaign-desk-light");
        Assert.Empty(visitor.Complaints);
    }

    [SkippableTheory]
    [InlineData("campaigns", "/")]
    [InlineData("campaign", "/campaigns/{campaign}")]
    [InlineData("boards", "/boards")]
    [InlineData("board", "/boards/bench-1")]
    [InlineData("trainers", "/trainers")]
    [InlineData("compare", "/compare?one={campaign}&other={campaign}")]
    [InlineData("submit", "/submit")]
    [InlineData("nothing", "/nothing")]
    public async Task Every_page_is_for_everybody_on_a_desk_and_on_a_phone_in_light_and_in_dark(string view, string path)
    {
        Chromium.SkipIfMissing();
        await running.FoundAsync();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync(path.Replace("{campaign}", running.Campaign.Id, StringComparison.Ordinal));
        await Expect(visitor.Page.Locator("h1")).ToBeVisibleAsync(Soon);

        await visitor.LookAsync(view);

        Assert.Empty(visitor.Complaints);
        Assert.All(visitor.Requests, url => Assert.Equal(running.Address.Authority, new Uri(url).Authority));
    }

    [SkippableFact]
    public async Task The_page_goes_on_by_itself_after_its_coordinator_was_started_again_in_the_middle_of_a_campaign_for_two_visitors_alike()
    {
        Chromium.SkipIfMissing();
        using var campaign = await running.StartEndlessAsync("in the middle");
        await using var one = await running.OpenAsync();
        await using var other = await running.OpenAsync(Watched.Phone, ColorScheme.Dark);
        foreach (var visitor in new[] { one, other })
        {
            await visitor.GoAsync($"/campaigns/{campaign.Id}");
            await Expect(Running(visitor)).ToBeVisibleAsync(OnceFound);
            await visitor.Page.EvaluateAsync("() => window.isBefore = true");
        }

        await running.RestartAsync();
        await Expect(one.Page.GetByText("The coordinator does not answer")).ToBeVisibleAsync(Soon);

        foreach (var visitor in new[] { one, other })
        {
            // What is clicked before the page has been loaded again is lost with it.
            await visitor.Page.WaitForFunctionAsync("() => !window.isBefore && document.querySelector('main[data-alive=yes]') !== null", null, new() { Timeout = 120_000 });
            await Expect(Running(visitor)).ToBeVisibleAsync(OnceFound);
        }

        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await one.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it for good" }).ClickAsync();
        foreach (var visitor in new[] { one, other })
            await Expect(visitor.Page.Locator("dd .state", new() { HasText = "cancelled" })).ToBeVisibleAsync(Soon);
    }

    // Both the campaign and its trial, which its trainer has announced again.
    private static ILocator Running(Watched visitor) => visitor.Page.Locator("main:has(dd .state:text-is('running')) td .state:text-is('running')").First;
}
