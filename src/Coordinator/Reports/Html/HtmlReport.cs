using System.Text.Encodings.Web;
using System.Text.Unicode;
using DeepIoT.Protocol.V1;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepIoT.Coordinator.Reports.Html;

/// <summary>A page that needs nothing but itself: what was asked, what was found and measured, and how to find it again.</summary>
internal static class HtmlReport
{
    private static readonly ServiceProvider Services =
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    public static async Task<string> OfAsync(ResultsReply results)
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportPage.Results)] = results });
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        var page = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPage>(parameters)).ToHtmlString());
        return $"<!doctype html>\n{page}\n";
    }
}
