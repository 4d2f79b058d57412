using System.Collections.Concurrent;
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

    public Task<byte[]> PictureAsync(string name)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("DEEPIOT_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "pictures"));
        return Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    /// <summary>Whether something is wider than the window, so that the page itself scrolls sideways.</summary>
    public Task<bool> IsTooWideAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
