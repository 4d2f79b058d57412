namespace DeepIoT.Coordinator.Reports.Html;

internal static class ReportStyle
{
    /// <summary>For a screen of any width, and for paper.</summary>
    public const string Css = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin-bottom: .3rem; }
        table { border-collapse: collapse; width: 100%; } th, td { padding: .3rem .6rem; border-bottom: 1px solid #d8dee4; text-align: left; vertical-align: top; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        code, pre { font-size: .85em; } pre, td:last-child code { overflow-wrap: anywhere; } pre { background: #f6f8fa; padding: .6rem .8rem; white-space: pre-wrap; }
        .muted { color: #57606a; } .baseline { background: #f6f8fa; } .wide { overflow-x: auto; }
        figure { display: inline-block; margin: 0 .5rem 1rem 0; max-width: 100%; } figure svg { max-width: 100%; height: auto; }
        .front { color: #0a5596; } .other { color: #77828e; } .base { color: #b3261e; } .legend span + span { margin-left: 1em; } .legend { margin-top: 1.5rem; }
        .bar { display: inline-block; height: .7em; background: #77828e; } .bar.after { background: #0a5596; }
        @page { size: A4; margin: 14mm; }
        @media print {
          body { font-size: 9.5px; max-width: none; margin: 0; padding: 0; } h2, h3 { break-after: avoid; }
          tr, figure { break-inside: avoid; } .wide { overflow: visible; } th, td { padding: .15rem .35rem; } figure { width: 48%; }
          .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;
}
