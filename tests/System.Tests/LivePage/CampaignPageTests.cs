using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>What a visitor does with a campaign.</summary>
[Collection(RunningPage.Name)]
public sealed class CampaignPageTests(RunningPage running)
{
    private const string Chosen = "candidate=[0-9a-f]{64}$";

    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 }, OnceFound = new() { Timeout = 240_000 };

    [SkippableFact]
    public async Task A_point_of_the_plot_says_what_it_is_and_gives_its_model_away()
    {
        Chromium.SkipIfMissing();
        var results = await running.FoundAsync();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync($"/campaigns/{running.Campaign.Id}");
        var page = visitor.Page;
        var hashes = results.Candidates.Select(candidate => candidate.Model.Sha256).ToHashSet();

        var point = await visitor.MiddleOfAsync(".plot .rz-series-1 path, .plot .rz-series-1 circle");
        await page.Mouse.MoveAsync(point.X, point.Y);
        await Expect(page.Locator(".rz-chart-tooltip")).ToBeVisibleAsync(Soon);
        var said = await page.Locator(".rz-chart-tooltip").InnerTextAsync();
        var chosen = Assert.Single(hashes, hash => said.Contains(Readable.ShortHash(hash), StringComparison.Ordinal));
        await page.Mouse.ClickAsync(point.X, point.Y);
        await visitor.ArriveAsync(Chosen);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Candidate {Readable.ShortHash(chosen)}" })).ToBeVisibleAsync(Soon);
        await visitor.PictureAsync("campaign-selected");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the model" }).ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        Assert.Equal(chosen, Sha256.Of(bytes.ToArray()));
        Assert.EndsWith(".onnx", download.SuggestedFilename, StringComparison.Ordinal);

        var axis = page.Locator("#axis");
        foreach (var option in await axis.Locator("option").AllInnerTextsAsync())
        {
            await axis.SelectOptionAsync(new SelectOptionValue { Label = option });
            await Expect(page.Locator(".plot")).ToContainTextAsync(option);
        }

        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task The_keyboard_alone_chooses_a_candidate_and_the_address_names_it()
    {
        Chromium.SkipIfMissing();
        await running.FoundAsync();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync($"/campaigns/{running.Campaign.Id}");
        var candidate = visitor.Page.Locator("table button.link[aria-pressed=false]").First;
        var name = await candidate.InnerTextAsync();

        await candidate.PressAsync("Enter");
        await visitor.ArriveAsync(Chosen);
        await visitor.GoAsync(new Uri(visitor.Page.Url).PathAndQuery);

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = $"Candidate {name}" })).ToBeVisibleAsync(Soon);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Pressed = true })).ToBeVisibleAsync(Soon);
    }

    [SkippableFact]
    public async Task The_buttons_of_a_campaign_pause_resume_extend_and_end_it()
    {
        Chromium.SkipIfMissing();
        using var campaign = await running.StartEndlessAsync("by its buttons");
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync($"/campaigns/{campaign.Id}");
        await Expect(State(visitor, "running")).ToBeVisibleAsync(OnceFound);

        await PressAsync(visitor, "One more trial");
        await Expect(visitor.Page.GetByRole(AriaRole.Rowheader, new() { Name = "t2" })).ToBeVisibleAsync(Soon);
        await PressAsync(visitor, "Pause");
        await Expect(State(visitor, "paused")).ToBeVisibleAsync(Soon);
        await PressAsync(visitor, "Resume");
        await Expect(State(visitor, "running")).ToBeVisibleAsync(Soon);
        await PressAsync(visitor, "Cancel");
        await PressAsync(visitor, "Keep it");
        await Expect(State(visitor, "running")).ToBeVisibleAsync(Soon);
        await PressAsync(visitor, "Cancel");
        await PressAsync(visitor, "Yes, cancel it for good");
        await Expect(State(visitor, "cancelled")).ToBeVisibleAsync(Soon);

        Assert.Equal(DeepIoT.Protocol.V1.CampaignState.Cancelled, (await campaign.GetAsync()).State);
        await Expect(visitor.Page.Locator(".orders button")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task A_board_is_drained_and_let_back_by_its_button()
    {
        Chromium.SkipIfMissing();
        await running.FoundAsync();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync("/boards/bench-1");
        await PressAsync(visitor, "Drain: no new jobs");
        await Expect(State(visitor, "draining")).ToBeVisibleAsync(Soon);
        await PressAsync(visitor, "Let it take jobs again");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Drain: no new jobs" })).ToBeVisibleAsync(Soon);
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task Two_campaigns_are_chosen_and_stand_side_by_side()
    {
        Chromium.SkipIfMissing();
        await running.FoundAsync();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync("/compare");
        await visitor.Page.GetByLabel("One", new() { Exact = true }).SelectOptionAsync(running.Campaign.Id);
        await visitor.ArriveAsync($"one={running.Campaign.Id}$");
        await visitor.Page.GetByLabel("The other").SelectOptionAsync(running.Campaign.Id);
        await visitor.ArriveAsync($"other={running.Campaign.Id}$");

        var table = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Side by side" });
        await Expect(table.GetByRole(AriaRole.Link, new() { Name = "digits" })).ToHaveCountAsync(2);
        await Expect(table).ToContainTextAsync("Smallest within the limits");
        await visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Candidates" }).First.GetByRole(AriaRole.Button).First.ClickAsync();
        await visitor.ArriveAsync($"/campaigns/{running.Campaign.Id}\\?{Chosen}");
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task Light_or_dark_is_the_visitors_choice_and_stays_so()
    {
        Chromium.SkipIfMissing();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync("/trainers");
        var light = await visitor.GroundAsync();
        await PressAsync(visitor, "Switch between light and dark");
        var dark = await visitor.GroundAsync();
        Assert.NotEqual(light, dark);

        await visitor.GoAsync("/boards");
        Assert.Equal(dark, await visitor.GroundAsync());
        Assert.Empty(await visitor.BarriersAsync());
    }

    private static ILocator State(Watched visitor, string word) => visitor.Page.Locator("dd .state", new() { HasText = word });

    private static Task PressAsync(Watched visitor, string name) =>
        visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
