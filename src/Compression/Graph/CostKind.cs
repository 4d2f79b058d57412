namespace DeepIoT.Compression.Graph;

/// <summary>The cost that a search reduces.</summary>
public enum CostKind
{
    Parameters,
    Macs,
}
