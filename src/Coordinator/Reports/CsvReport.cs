using System.Globalization;
using System.Text;
using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.V1;
using Google.Protobuf.Collections;

namespace DeepIoT.Coordinator.Reports;

/// <summary>One row for the baseline and each candidate on each board class; what is unknown is empty.</summary>
internal static class CsvReport
{
    private const string Header =
        "model,trial,rung,parameters,macs,bytes,validation_accuracy,test_accuracy,board_class,board,median_ms," +
        "interval_low_ms,interval_high_ms,p90_ms,p99_ms,joules,joules_uncertainty,energy_tier,meter,within_limits,on_frontier,predicted_ms";

    public static string Of(ResultsReply results)
    {
        var baseline = results.Baseline;
        var csv = new StringBuilder(baseline.AccuracyIsAgreement ? Header.Replace("_accuracy", "_agreement", StringComparison.Ordinal) : Header).Append('\n');
        Rows(csv, baseline.Measurements, baseline.Predicted, (measured, predicted) => Line(
            baseline.Model.Sha256, "", "", baseline.Cost, baseline.ValidationAccuracy,
            baseline.HasTestAccuracy ? baseline.TestAccuracy : null, measured, null, null, predicted));
        foreach (var candidate in results.Candidates)
        {
            Rows(csv, candidate.Measurements, candidate.Predicted, (measured, predicted) => Line(
                candidate.Model.Sha256, candidate.TrialId, Text(candidate.Rung), candidate.Cost, candidate.ValidationAccuracy,
                candidate.HasTestAccuracy ? candidate.TestAccuracy : null, measured, candidate.WithinLimits, candidate.OnFrontier, predicted));
        }

        return csv.ToString();
    }

    private static void Rows(
        StringBuilder csv, RepeatedField<Measurement> measurements, RepeatedField<Prediction> predictions, Func<Measurement?, double?, string> line)
    {
        foreach (var measured in measurements.DefaultIfEmpty())
            csv.Append(line(measured, predictions.FirstOrDefault(predicted => predicted.BoardClass == measured?.BoardClass && predicted.Cost != SearchBudget.Energy)?.Amount)).Append('\n');
    }

    private static string Line(
        string model,
        string trial,
        string rung,
        ModelCost cost,
        double validation,
        double? test,
        Measurement? measured,
        bool? within,
        bool? frontier,
        double? predicted)
    {
        IEnumerable<string> cells =
        [
            model, trial, rung, Text(cost.Parameters), Text(cost.Macs), Text(cost.Bytes), Text(validation), Text(test),
            Quoted(measured?.BoardClass), Quoted(measured?.Board), Text(measured?.MedianMs), Text(measured is { HasIntervalLowMs: true } ? measured.IntervalLowMs : null),
            Text(measured is { HasIntervalHighMs: true } ? measured.IntervalHighMs : null), Text(measured?.P90Ms), Text(measured?.P99Ms),
            Text(measured is { HasJoules: true } ? measured.Joules : null),
            Text(measured?.Metering is { HasUncertaintyJoules: true } metering ? metering.UncertaintyJoules : null),
            Quoted(measured?.EnergyTier), Quoted(measured?.Metering?.Meter), Text(within), Text(frontier), Text(predicted),
        ];
        return string.Join(',', cells);
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Text(bool? value) => value switch { true => "true", false => "false", null => "" };

    private static string Quoted(string? text) =>
        text is null ? "" : text.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
