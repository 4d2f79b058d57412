namespace DeepIoT.Compression.Data;

/// <summary>Data as a campaign brings it. The test part is for the report alone.</summary>
public sealed record Dataset(Samples Train, Samples? Test);
