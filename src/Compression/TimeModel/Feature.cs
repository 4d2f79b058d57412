namespace DeepIoT.Compression.TimeModel;

/// <summary>What is known of a node when its time is predicted, for one sample.</summary>
public enum Feature
{
    /// <summary>1: what it costs to run a node at all.</summary>
    Once,

    /// <summary>How often the node's weights are applied: places of a picture, steps of a sequence.</summary>
    Positions,

    /// <summary>Multiply-accumulates.</summary>
    Macs,

    /// <summary>Multiply-accumulates with all channels rounded up to whole blocks.</summary>
    PaddedMacs,

    ReadBytes,

    WrittenBytes,

    WeightBytes,

    InChannels,

    OutChannels,
}

public static class Features
{
    public const int Count = (int)Feature.OutChannels + 1;

    /// <summary>Time is linear in these in every leaf of a tree.</summary>
    public const int Linear = (int)Feature.WeightBytes + 1;

    /// <summary>Name in rules, and the unit of the figure.</summary>
    public static string NameOf(Feature feature) => feature switch
    {
        Feature.Once => "node",
        Feature.Positions => "positions",
        Feature.Macs => "MACs",
        Feature.PaddedMacs => "padded MACs",
        Feature.ReadBytes => "bytes read",
        Feature.WrittenBytes => "bytes written",
        Feature.WeightBytes => "weight bytes",
        Feature.InChannels => "channels in",
        Feature.OutChannels => "channels out",
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };
}
