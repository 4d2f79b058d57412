using Microsoft.Playwright;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>Debian's own browser, driven without a download.</summary>
internal static class Chromium
{
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    public static void SkipIfMissing() => Skip.IfNot(File.Exists(Program), "a browser is needed: apt-get install chromium");

    public static Task<IBrowser> StartAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Quiet });
}
