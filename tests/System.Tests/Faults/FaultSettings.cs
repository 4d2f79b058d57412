using System.Globalization;

namespace DeepIoT.SystemTests.Faults;

/// <summary>How long and how hard; by environment variables, so that the long form is one command.</summary>
/// <param name="Faults">DEEPIOT_FAULTS.</param>
/// <param name="Seed">DEEPIOT_FAULT_SEED; by default one that kills a coordinator and a trainer and fills the disk.</param>
/// <param name="Campaigns">DEEPIOT_FAULT_CAMPAIGNS.</param>
/// <param name="Trials">Of each campaign; DEEPIOT_FAULT_TRIALS.</param>
/// <param name="Trainers">DEEPIOT_FAULT_TRAINERS.</param>
/// <param name="Boards">DEEPIOT_FAULT_BOARDS.</param>
/// <param name="Kinds">DEEPIOT_FAULT_KINDS, with commas between; all when it is not set.</param>
/// <param name="Pause">Before each fault, DEEPIOT_FAULT_PAUSE in seconds; by the seed when null.</param>
internal sealed record FaultSettings(
    int Faults, int Seed, int Campaigns, int Trials, int Trainers, int Boards, IReadOnlyList<FaultKind> Kinds, TimeSpan? Pause)
{
    public static FaultSettings FromEnvironment() => new(
        Number("DEEPIOT_FAULTS", 3),
        Number("DEEPIOT_FAULT_SEED", 527),
        Number("DEEPIOT_FAULT_CAMPAIGNS", 2),
        Number("DEEPIOT_FAULT_TRIALS", 1),
        Number("DEEPIOT_FAULT_TRAINERS", 2),
        Number("DEEPIOT_FAULT_BOARDS", 1),
        Environment.GetEnvironmentVariable("DEEPIOT_FAULT_KINDS") is { Length: > 0 } kinds ? [.. kinds.Split(',').Select(Enum.Parse<FaultKind>)] : Enum.GetValues<FaultKind>(),
        Number("DEEPIOT_FAULT_PAUSE", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>Only a campaign that hangs takes so long.</summary>
    public TimeSpan Deadline => TimeSpan.FromMinutes(10) + Faults * (TimeSpan.FromSeconds(60) + (Pause ?? TimeSpan.Zero)) + Campaigns * Trials * TimeSpan.FromMinutes(2);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
