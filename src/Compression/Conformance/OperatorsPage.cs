using System.Globalization;
using System.Text;
using DeepIoT.Compression.Operators;

namespace DeepIoT.Compression.Conformance;

/// <summary>The page that says which operators are supported, how far the operator vectors bear it out, and what is refused.</summary>
public static class OperatorsPage
{
    public static string Of(IReadOnlyList<VectorResult> results)
    {
        var page = new StringBuilder();
        var ran = results.Where(r => VectorRun.IsRun(r.Operator)).ToList();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Which operators are supported?

            This page is written by `deepiot operators --vectors DIR -o docs/operators.md`; DIR is where Debian's
            `libonnx-testdata` keeps the ONNX project's operator vectors, `/usr/share/libonnx-testdata/data`.
            A case passes when the outputs are the vector's within the ONNX project's own tolerance.
            A model that does not fit is refused before anything runs, with the node's name, the reason and a remedy.

            ## Operators of a network

            {ran.Count(r => r.IsPassed)} of {ran.Count} cases pass, {ran.Count(r => r.Refusal is not null)} are refused.

            | operator | operator sets | passed |
            |---|---|---|

            """);
        foreach (var type in OperatorRegistry.All.GroupBy(o => o.Type))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {type.Key} | {string.Join(", ", type.Select(Versions))} | {Passed(results, type.Key)} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| {VectorRun.Several} | | {Passed(results, VectorRun.Several)} |");
        var folded = results.Where(r => !VectorRun.IsRun(r.Operator)).ToList();
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Operators of shapes

            These are computed when the model is read, from constants and from shapes; the batch stays open. On data they are refused.
            {folded.Count(r => r.IsPassed)} of {folded.Count} cases pass, {folded.Count(r => r.Refusal is not null)} are refused.

            | operator | passed |
            |---|---|

            """);
        foreach (var type in folded.Select(r => r.Operator).Distinct().Order(StringComparer.Ordinal))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {type} | {Passed(results, type)} |");
        page.Append("""

            ## Restrictions

            What the refused cases ask for, in the words of the refusal.

            | operator | refused because | what to do | cases |
            |---|---|---|---|

            """);
        foreach (var same in results.Where(r => r.Refusal is not null).GroupBy(r => (r.Operator, r.Refusal!.Reason, r.Refusal.Remedy)).OrderBy(g => g.Key.Operator, StringComparer.Ordinal))
            page.AppendLine(CultureInfo.InvariantCulture, $"| {same.Key.Operator} | {same.Key.Reason} | {same.Key.Remedy} | {string.Join(", ", same.Select(r => r.Case.Name))} |");
        if (results.Any(r => r.Difference is not null))
        {
            page.AppendLine().AppendLine("## Failures").AppendLine();
            foreach (var failed in results.Where(r => r.Difference is not null))
                page.AppendLine(CultureInfo.InvariantCulture, $"- {failed.Case.Name}: {failed.Difference}");
        }
        return page.ToString();
    }

    private static string Versions(Operator op) =>
        op.Versions.Last == int.MaxValue ? $"{op.Versions.First} and newer" : $"{op.Versions.First} to {op.Versions.Last}";

    private static string Passed(IReadOnlyList<VectorResult> results, string type)
    {
        var of = results.Where(r => r.Operator == type).ToList();
        return of.Count == 0 ? "no case" : string.Create(CultureInfo.InvariantCulture, $"{of.Count(r => r.IsPassed)} of {of.Count}");
    }
}
