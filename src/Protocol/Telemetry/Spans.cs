namespace DeepIoT.Protocol.Telemetry;

/// <summary>Names of the spans of a campaign's trace. A name says what is done, attributes to what.</summary>
public static class Spans
{
    public const string Submit = "submit";
    public const string Campaign = "campaign";
    public const string CampaignResumed = "campaign resumed";
    public const string Examination = "examination";
    public const string Characterisation = "characterisation";
    public const string Learning = "learning";
    public const string Trial = "trial";
    public const string Rung = "rung";
    public const string Upload = "upload";
    public const string Lease = "lease";
    public const string BoardJob = "board job";
    public const string Fetch = "fetch";
    public const string Measurement = "measurement";

    /// <summary>Each with the span it is under, who tells of it, and what it covers.</summary>
    public static IReadOnlyList<(string Span, string Under, string Program, string Covers)> All { get; } =
    [
        (Submit, "", "command", "`deepiot submit`, from reading the file to the campaign's id"),
        (Campaign, Submit, "coordinator", "the campaign, from its submission to its end"),
        (CampaignResumed, Campaign, "coordinator", "the rest of a campaign whose coordinator was started again, which its own span did not outlive"),
        (Examination, Campaign, "trainer", "model and data read and tried"),
        (Characterisation, Campaign, "trainer", "networks with random widths drawn for boards to measure"),
        (Learning, Campaign, "trainer", "execution-time models learned from measurements"),
        (Trial, Campaign, "trainer", "one attempt at one trial"),
        (Rung, Trial, "trainer", "what a rung leads to is brought to the coordinator, while training goes on"),
        (Upload, Rung, "trainer", "one candidate, probe or checkpoint uploaded"),
        (Lease, Rung, "coordinator", "a board leased for one measurement; of the model that a campaign begins with, under the campaign"),
        (BoardJob, Lease, "board", "the job, from taking it to its answer"),
        (Fetch, BoardJob, "board", "the model fetched by its hash, or found in the cache"),
        (Measurement, BoardJob, "board", "all launches of the model, with the meter beside them"),
    ];
}
