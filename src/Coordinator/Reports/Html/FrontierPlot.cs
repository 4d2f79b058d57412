using System.Globalization;
using System.Text.RegularExpressions;
using DeepIoT.Protocol.Text;
using DeepIoT.Protocol.V1;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepIoT.Coordinator.Reports.Html;

/// <summary>Accuracy of every network against one of its costs, as SVG.</summary>
internal static partial class FrontierPlot
{
    // Letters are wider where the page is read than the library thinks.
    private const double Width = 560, Height = 340, TitleDistance = 14;

    // Beyond this range a straight scale would put all candidates on one spot beside the uncompressed network.
    private const double WideRange = 10;

    private static readonly OxyColor Blue = OxyColor.FromRgb(0x0a, 0x55, 0x96), Red = OxyColor.FromRgb(0xb3, 0x26, 0x1e), Grey = OxyColor.FromRgb(0x77, 0x82, 0x8e), Line = OxyColor.FromRgb(0xd8, 0xde, 0xe4);

    /// <summary>Null where nothing of the frontier has this cost.</summary>
    /// <param name="name">Begins the names of its parts, so that they differ from those of other plots of the page.</param>
    public static string? Of(ResultsReply results, FrontierAxis axis, string name)
    {
        var points = FrontierPoints.Of(results, axis);
        if (points.Frontier.Length == 0)
            return null;
        var amounts = points.Frontier.Concat(points.Others).Concat(points.Baseline).Select(point => point.Amount).ToArray();
        var model = new PlotModel
        {
            Culture = CultureInfo.InvariantCulture,
            DefaultFont = "sans-serif",
            PlotAreaBorderColor = Line,
            PlotMargins = new OxyThickness(76, double.NaN, double.NaN, 52),
            Axes =
            {
                Cost(axis.Title, isWide: amounts.Min() > 0 && amounts.Max() / amounts.Min() > WideRange),
                new LinearAxis { Position = AxisPosition.Left, Title = $"Validation {Metric.Of(results.Baseline.AccuracyIsAgreement).Name} in %", MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = Line, MinimumPadding = 0.1, MaximumPadding = 0.1, MinorTickSize = 0, AxisTitleDistance = 2 * TitleDistance },
            },
            Series =
            {
                Series(points.Others, MarkerType.Circle, 3, Grey),
                Series(points.Frontier, MarkerType.Circle, 5, Blue),
                Series(points.Baseline, MarkerType.Square, 5, Red),
            },
        };
        return PartOfPage(new SvgExporter { Width = Width, Height = Height, IsDocument = false }.ExportToString(model), name);
    }

    private static string PartOfPage(string document, string name)
    {
        var drawing = document[(document.IndexOf('>', document.IndexOf("<svg", StringComparison.Ordinal)) + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\">")
            + ClipName().Replace(drawing, $"{name}-clip$1");
    }

    [GeneratedRegex(@"clipPath(\d+)")]
    private static partial Regex ClipName();

    private static Axis Cost(string title, bool isWide)
    {
        Axis axis = isWide ? new LogarithmicAxis() : new LinearAxis();
        (axis.Position, axis.Title, axis.MinimumPadding, axis.MaximumPadding) = (AxisPosition.Bottom, title, 0.1, 0.1);
        axis.LabelFormatter = amount => amount >= 10_000 ? Readable.Count((long)Math.Round(amount)) : amount.ToString("0.######", CultureInfo.InvariantCulture);
        (axis.MajorGridlineStyle, axis.MajorGridlineColor, axis.AxisTitleDistance) = (LineStyle.Solid, Line, TitleDistance);
        return axis;
    }

    private static ScatterSeries Series(FrontierPoint[] points, MarkerType marker, double size, OxyColor colour) => new()
    {
        MarkerType = marker,
        MarkerSize = size,
        MarkerFill = colour,
        ItemsSource = points.Select(point => new ScatterPoint(point.Amount, point.Accuracy)).ToArray(),
    };
}
