using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>One visitor's browser window, with everything that its console complains of.</summary>
internal sealed class Watched : IAsyncDisposable
{
    public const int Desk = 1280, Phone = 390;

    // A busy machine takes its time for everything.
    private const float Patience = 60_000;

    private static readonly string[] Grave = ["serious", "critical"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Watched(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => Requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Every address that was asked for something.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Watched> OpenAsync(IBrowser browser, Uri address, int width = Desk, ColorScheme colours = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = width == Phone ? 844 : 900 },
            ColorScheme = colours,
            AcceptDownloads = true,
            IgnoreHTTPSErrors = true,
        });
        return new Watched(context, await context.NewPageAsync());
    }

    /// <summary>Opens a page and waits until it is alive: what it shows from then on comes without a reload.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.WaitForSelectorAsync("main[data-alive=yes]");
    }

    /// <summary>Waits until the address matches. It asks again and again: waiting for the news of a change misses one that comes while the wait begins.</summary>
    public Task ArriveAsync([StringSyntax(StringSyntaxAttribute.Regex)] string address) =>
        Assertions.Expect(Page).ToHaveURLAsync(new Regex(address), new() { Timeout = Patience });

    /// <summary>Findings of axe that keep somebody from using the page.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        var found = await Page.RunAxe();
        return
        [
            .. from violation in found.Violations
               where Grave.Contains(violation.Impact)
               from node in violation.Nodes
               select $"{violation.Id}: {violation.Help}: {node.Html}",
        ];
    }

    /// <summary>Looks at what is open on a desk and on a phone, in light and in dark: nobody is kept out, nothing is too wide.</summary>
    public async Task LookAsync(string view)
    {
        foreach (var (device, width, height) in new[] { ("desk", Desk, 900), ("phone", Phone, 844) })
        {
            await Page.SetViewportSizeAsync(width, height);
            foreach (var colours in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await Page.EmulateMediaAsync(new() { ColorScheme = colours });
                // Colours change over a tenth of a second, and charts follow the width.
                await Page.WaitForTimeoutAsync(300);
                await PictureAsync($"{view}-{device}-{colours}".ToLowerInvariant());
                // Axe takes its time: each width and each of the colours is looked at once.
                if (width == Desk == (colours == ColorScheme.Light))
                    Assert.Empty(await BarriersAsync());
            }

            Assert.False(await IsTooWideAsync(), $"{view} is wider than a {device}");
        }
    }

    public Task<byte[]> PictureAsync(string name)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("DEEPIOT_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "pictures"));
        return Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    /// <summary>Where in the window the first of such elements is, once it is there.</summary>
    public async Task<(float X, float Y)> MiddleOfAsync(string selector)
    {
        var element = Page.Locator(selector).First;
        await element.ScrollIntoViewIfNeededAsync();
        var box = await element.BoundingBoxAsync() ?? throw new InvalidOperationException($"{selector} is not drawn");
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    /// <summary>Colour behind everything.</summary>
    public Task<string> GroundAsync() => Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    /// <summary>Whether something is wider than the window, so that the page itself scrolls sideways.</summary>
    public Task<bool> IsTooWideAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
