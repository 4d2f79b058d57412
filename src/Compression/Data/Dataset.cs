namespace DeepIoT.Compression.Data;

/// <summary>Data as a campaign brings it. The test part is for the report alone.</summary>
/// <param name="Classes">Labels of both parts lie in 0 .. Classes − 1.</param>
public sealed record Dataset(Samples Train, Samples? Test, int Classes);
