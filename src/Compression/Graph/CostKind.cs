namespace DeepIoT.Compression.Graph;

/// <summary>The cost that a search reduces.</summary>
public enum CostKind
{
    Parameters,

    /// <summary>Multiply-accumulates of one sample.</summary>
    Macs,

    /// <summary>Of all weights, those that are not trained too.</summary>
    Bytes,

    /// <summary>As predicted for a board class.</summary>
    Latency,

    /// <summary>As predicted for a board class.</summary>
    Energy,
}
