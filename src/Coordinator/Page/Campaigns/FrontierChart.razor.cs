using System.Globalization;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace DeepIoT.Coordinator.Page.Campaigns;

/// <summary>Accuracy of every network against one of its costs; a point can be chosen.</summary>
public sealed partial class FrontierChart : ComponentBase
{
    // More of them only make the plot slow: each is an element of the document.
    private const int MostOthers = 300;

    // Those that are far worse would press the others together.
    private const double WorthDrawing = 0.1;

    private IReadOnlyList<FrontierAxis> _axes = [];
    private FrontierAxis _axis = null!;
    private FrontierPoint[] _others = [], _frontier = [], _baseline = [], _chosen = [];
    private int _hidden;

    [Parameter, EditorRequired]
    public ResultsReply Results { get; set; } = null!;

    [Parameter]
    public Candidate? Selected { get; set; }

    [Parameter]
    public EventCallback<Candidate> OnSelect { get; set; }

    private string Accuracy => Metric.Of(Results.Baseline is { AccuracyIsAgreement: true }).Name;

    protected override void OnParametersSet()
    {
        _axes = FrontierAxis.Of(Results);
        Draw(_axis?.Key);
    }

    private void Choose(ChangeEventArgs change) => Draw(change.Value as string);

    private void Draw(string? key)
    {
        _axis = _axes.FirstOrDefault(axis => axis.Key == key) ?? _axes[0];
        var beaten = Results.Candidates.Where(candidate => !candidate.OnFrontier).OrderByDescending(candidate => candidate.ValidationAccuracy).ToArray();
        var worst = Results.Candidates.Where(candidate => candidate.OnFrontier).Select(candidate => candidate.ValidationAccuracy).DefaultIfEmpty(1).Min();
        var drawn = beaten.Take(MostOthers).TakeWhile(candidate => candidate.ValidationAccuracy >= worst - WorthDrawing).ToArray();
        _hidden = beaten.Length - drawn.Length;
        _others = Points(drawn);
        _frontier = Points(Results.Candidates.Where(candidate => candidate.OnFrontier));
        _chosen = Points(Results.Candidates.Where(candidate => candidate.Model.Sha256 == Selected?.Model.Sha256));
        _baseline = Results.Baseline is { } baseline && _axis.Amount(baseline.Cost, baseline.Measurements) is { } amount
            ? [new FrontierPoint(amount, baseline.ValidationAccuracy * 100, "uncompressed", null)]
            : [];
    }

    private FrontierPoint[] Points(IEnumerable<Candidate> candidates) =>
    [
        .. from candidate in candidates
           let amount = _axis.Amount(candidate.Cost, candidate.Measurements)
           where amount is not null
           select new FrontierPoint(amount.Value, candidate.ValidationAccuracy * 100, Readable.ShortHash(candidate.Model.Sha256), candidate),
    ];

    private Task Click(SeriesClickEventArgs click) =>
        click.Data is FrontierPoint { Candidate: { } candidate } ? OnSelect.InvokeAsync(candidate) : Task.CompletedTask;

    private RenderFragment Tip(FrontierPoint point) => builder => builder.AddContent(
        0,
        string.Create(CultureInfo.InvariantCulture, $"{point.Name}: {point.Accuracy:0.00} %, {Readable.Significant(point.Amount)} ({_axis.Title})"));

    private static string Tick(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && Math.Abs(number) >= 10_000
        ? Readable.Count((long)number)
        : number.ToString("0.##", CultureInfo.InvariantCulture);
}
