using System.Diagnostics;
using System.Globalization;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Journal;
using DeepIoT.SystemTests.Processes;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.LivePage.Crowded;

/// <summary>A page of a thousand campaigns, one of them with 5 000 candidates; all of them are SIMULATED. It prints how long each view takes.</summary>
public sealed class CrowdedPageTests(ITestOutputHelper output)
{
    private const int Campaigns = 1_000, Candidates = 5_000;

    // One says that it works; who wants figures asks for more.
    private static readonly int Visits = int.Parse(Environment.GetEnvironmentVariable("DEEPIOT_VISITS") ?? "1", CultureInfo.InvariantCulture);

    [SkippableFact]
    public async Task A_thousand_campaigns_and_five_thousand_candidates_are_shown_and_leafed_through()
    {
        Chromium.SkipIfMissing();
        await using var cluster = new LocalCluster();
        var page = new Uri($"http://127.0.0.1:{LocalCluster.FreePort()}");
        var crowd = Crowd();
        await SimulatedJournal.WriteAsync(
            Path.Combine(cluster.Folder, "coordinator"),
            [
                ("campaigns", [.. crowd.SelectMany(campaign => new[]
                {
                    new DirectoryEntry { Listed = new Listed { CampaignId = campaign.Id } },
                    new DirectoryEntry { Closed = new Closed { Summary = campaign.Summary } },
                })]),
                .. crowd.Select(campaign => ($"campaign-{campaign.Id}", campaign.Entries)),
            ]);
        cluster.StartCoordinator("--Page", page.ToString());
        await new ArtifactClient(cluster.Channel, TransferRetry.Endless).UploadAsync(new byte[] { 1 }, "a sign of life", default);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.StartAsync(playwright);
        var large = $"/campaigns/{crowd[^1].Id}";

        await MeasureAsync(browser, page, "/", "main tbody tr:nth-child(50)");
        await MeasureAsync(browser, page, large, ".plot svg .rz-series-1");
        await MeasureAsync(browser, page, $"/compare?one={crowd[^1].Id}&other={crowd[0].Id}", "main table");

        await using var visitor = await Watched.OpenAsync(browser, page);
        await visitor.GoAsync("/");
        var seen = 0;
        for (var older = visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }); ;)
        {
            seen += await visitor.Page.Locator("main tbody tr").CountAsync();
            if (await older.CountAsync() == 0)
                break;
            var first = await visitor.Page.Locator("main tbody tr a").First.InnerTextAsync();
            await older.ClickAsync();
            await Expect(visitor.Page.Locator("main tbody tr a").First).Not.ToHaveTextAsync(first, new() { Timeout = 60_000 });
        }

        Assert.Equal(Campaigns, seen);
        await visitor.GoAsync(large);
        var table = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Candidates" });
        await Expect(table.Locator("tr.chosen, button.link").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.InRange(await table.Locator("button.link").CountAsync(), 1, 100);
        var start = await table.Locator("button.link").First.InnerTextAsync();
        await table.EvaluateAsync("element => element.scrollTop = element.scrollHeight / 2");
        await Expect(table.Locator("button.link").First).Not.ToHaveTextAsync(start, new() { Timeout = 60_000 });
        await visitor.PictureAsync("campaign-crowded");
        Assert.Empty(await visitor.BarriersAsync());
        Assert.Empty(visitor.Complaints);
    }

    private static SimulatedCampaign[] Crowd()
    {
        var begun = DateTimeOffset.UtcNow.AddDays(-1);
        return [.. Enumerable.Range(1, Campaigns).Select(i => new SimulatedCampaign(i, i == Campaigns ? Candidates : 1, begun.AddMinutes(i)))];
    }

    // Each time by somebody new, whose browser has kept nothing; then by somebody who comes from another view.
    private async Task MeasureAsync(IBrowser browser, Uri address, string path, string content)
    {
        var (painted, whole, turned) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Visits; i++)
        {
            await using (var newcomer = await Watched.OpenAsync(browser, address))
            {
                var begun = Stopwatch.GetTimestamp();
                await newcomer.GoAsync(path);
                await newcomer.Page.WaitForSelectorAsync(content);
                whole.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                painted.Add(await newcomer.Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            }

            await using var visitor = await Watched.OpenAsync(browser, address);
            await visitor.GoAsync("/trainers");
            var left = Stopwatch.GetTimestamp();
            await visitor.Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
            await visitor.Page.WaitForSelectorAsync(content);
            turned.Add(Stopwatch.GetElapsedTime(left).TotalMilliseconds);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: painted after {Median(painted):0} ms, whole and alive after {Median(whole):0} ms, whole after {Median(turned):0} ms for who comes from another view (medians of {Math.Max(1, Visits - 1)}); the very first time {painted[0]:0} and {whole[0]:0} ms"));
    }

    private static double Median(List<double> milliseconds) => milliseconds.Skip(Visits > 1 ? 1 : 0).Order().ElementAt((Visits - 1) / 2);
}
