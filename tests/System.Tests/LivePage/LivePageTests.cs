using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>The page as visitors see it: a real browser at a real coordinator with a real campaign.</summary>
[TestCaseOrderer("DeepIoT.SystemTests.LivePage.AsWritten", "DeepIoT.System.Tests")]
public sealed class LivePageTests(RunningPage running) : IClassFixture<RunningPage>
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

    public static TheoryData<string, int, ColorScheme> Views
    {
        get
        {
            var views = new TheoryData<string, int, ColorScheme>();
            foreach (var path in new[] { "campaigns", "boards", "board", "trainers" })
            {
                views.Add(path, Watched.Desk, ColorScheme.Light);
                views.Add(path, Watched.Phone, ColorScheme.Dark);
            }

            return views;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Views))]
    public async Task Every_page_is_for_everybody_on_a_desk_and_on_a_phone(string view, int width, ColorScheme colours)
    {
        Chromium.SkipIfMissing();
        await using var visitor = await running.OpenAsync(width, colours);
        await visitor.GoAsync(PathOf(view));
        await Expect(visitor.Page.Locator("h1")).ToBeVisibleAsync(Soon);
        await visitor.Page.WaitForTimeoutAsync(500);
        await visitor.PictureAsync($"{view}-{(width == Watched.Phone ? "phone" : "desk")}-{colours}".ToLowerInvariant());

        Assert.Empty(await visitor.BarriersAsync());
        Assert.False(await visitor.IsTooWideAsync());
        Assert.Empty(visitor.Complaints);
        Assert.All(visitor.Requests, url => Assert.Equal(running.Address.Authority, new Uri(url).Authority));
    }

    [SkippableFact]
    public async Task The_page_goes_on_by_itself_after_its_coordinator_was_started_again_for_two_visitors_alike()
    {
        Chromium.SkipIfMissing();
        await using var one = await running.OpenAsync();
        await using var other = await running.OpenAsync(Watched.Phone, ColorScheme.Dark);
        foreach (var visitor in new[] { one, other })
        {
            await visitor.GoAsync("/");
            await visitor.Page.EvaluateAsync("() => window.isBefore = true");
        }

        await running.RestartAsync();
        await Expect(one.Page.GetByText("The coordinator does not answer")).ToBeVisibleAsync(Soon);

        foreach (var visitor in new[] { one, other })
        {
            // What is clicked before the page has been loaded again is lost with it.
            await visitor.Page.WaitForFunctionAsync("() => !window.isBefore && document.querySelector('main[data-alive=yes]') !== null", null, new() { Timeout = 120_000 });
            await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "digits", Exact = true })).ToBeVisibleAsync(OnceFound);
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Trainers" }).ClickAsync();
            await Expect(visitor.Page.GetByText("trainer-1")).ToBeVisibleAsync(OnceFound);
        }
    }

    private static string PathOf(string view) => view switch
    {
        "campaigns" => "/",
        "board" => "/boards/bench-1",
        _ => $"/{view}",
    };
}
