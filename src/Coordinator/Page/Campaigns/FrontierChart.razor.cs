using System.Globalization;
using DeepIoT.Coordinator.Reports;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace DeepIoT.Coordinator.Page.Campaigns;

/// <summary>Accuracy of every network against one of its costs; a point can be chosen.</summary>
public sealed partial class FrontierChart : ComponentBase
{
    private IReadOnlyList<FrontierAxis> _axes = [];
    private FrontierAxis _axis = null!;
    private FrontierPoints _points = null!;
    private FrontierPoint[] _chosen = [];
    private (ResultsReply Results, Candidate? Selected)? _drawn;
    private bool _isDrawn;

    [Parameter, EditorRequired]
    public ResultsReply Results { get; set; } = null!;

    [Parameter]
    public Candidate? Selected { get; set; }

    [Parameter]
    public EventCallback<Candidate> OnSelect { get; set; }

    private string Accuracy => Metric.Of(Results.Baseline is { AccuracyIsAgreement: true }).Name;

    protected override void OnParametersSet()
    {
        _isDrawn = _drawn == (Results, Selected);
        if (_isDrawn)
            return;
        _drawn = (Results, Selected);
        _axes = FrontierAxis.Of(Results);
        Draw(_axis?.Key);
    }

    protected override bool ShouldRender() => !_isDrawn;

    private void Choose(ChangeEventArgs change)
    {
        _isDrawn = false;
        Draw(change.Value as string);
    }

    private void Draw(string? key)
    {
        _axis = _axes.FirstOrDefault(axis => axis.Key == key) ?? _axes[0];
        _points = FrontierPoints.Of(Results, _axis);
        _chosen = FrontierPoints.Of(Results.Candidates.Where(candidate => candidate.Model.Sha256 == Selected?.Model.Sha256), _axis);
    }

    private Task Click(SeriesClickEventArgs click) =>
        click.Data is FrontierPoint { Candidate: { } candidate } ? OnSelect.InvokeAsync(candidate) : Task.CompletedTask;

    private RenderFragment Tip(FrontierPoint point) => builder => builder.AddContent(
        0,
        string.Create(CultureInfo.InvariantCulture, $"{point.Name}: {point.Accuracy:0.00} %, {Readable.Significant(point.Amount)} ({_axis.Title})"));

    private static string Tick(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && Math.Abs(number) >= 10_000
        ? Readable.Count((long)Math.Round(number))
        : number.ToString("0.##", CultureInfo.InvariantCulture);
}
