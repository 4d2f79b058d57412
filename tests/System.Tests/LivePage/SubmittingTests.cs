using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>A campaign from files of the visitor's machine.</summary>
[Collection(RunningPage.Name)]
public sealed class SubmittingTests(RunningPage running)
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples", "digits");

    [SkippableFact]
    public async Task What_is_wrong_is_said_while_it_is_typed_and_what_is_right_becomes_a_campaign()
    {
        Chromium.SkipIfMissing();
        await using var visitor = await running.OpenAsync();
        await visitor.GoAsync("/submit");
        var page = visitor.Page;
        var submit = page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true });
        await Expect(submit).ToBeDisabledAsync();

        await page.FillAsync("#maxDrop", "lots");
        await Expect(page.Locator("#maxDrop")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#maxDrop-note")).ToHaveClassAsync("wrong");
        await visitor.PictureAsync("submit-wrong");
        Assert.Empty(await visitor.BarriersAsync());
        await page.FillAsync("#maxDrop", "1");
        await Expect(page.Locator("#maxDrop-note")).ToHaveClassAsync("muted");

        await page.FillAsync("#name", "from the form");
        await page.SetInputFilesAsync("#model", Path.Combine(Samples, "digits.onnx"));
        await Expect(page.Locator("#model-note")).ToContainTextAsync("digits.onnx is stored", new() { Timeout = 60_000 });
        await page.SetInputFilesAsync("#inputs", Path.Combine(Samples, "digits.csv.gz"));
        await Expect(page.Locator("#inputs-note")).ToContainTextAsync("digits.csv.gz is stored", new() { Timeout = 60_000 });
        await page.FillAsync("#scale", "0.0625");
        await page.FillAsync("#atMost", "20%");
        await page.SelectOptionAsync("#method", "taylor");
        await page.FillAsync("#trials", "1");
        await page.FillAsync("#epochs", "1");
        await Expect(page.Locator("#left")).ToContainTextAsync("is right");
        await visitor.PictureAsync("submit-right");
        await submit.ClickAsync();

        await visitor.ArriveAsync("/campaigns/[^/]+$");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "from the form" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.Locator("dd .state", new() { HasText = "running" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it for good" }).ClickAsync();
        await Expect(page.Locator("dd .state", new() { HasText = "cancelled" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Empty(visitor.Complaints);
    }
}
