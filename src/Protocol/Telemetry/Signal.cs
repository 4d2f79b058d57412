namespace DeepIoT.Protocol.Telemetry;

/// <summary>What there is to know of one instrument.</summary>
/// <param name="Unit">By UCUM.</param>
/// <param name="Attributes">All that its values are told apart by; none of them grows with campaigns, models or jobs.</param>
public sealed record Signal(string Name, string Kind, string Unit, string Description, IReadOnlyList<string> Attributes);
