namespace DeepIoT.DeviceProfiler.Energy;

/// <summary>Where a figure for energy comes from, the most trustworthy first.</summary>
public enum EnergyTier
{
    /// <summary>An instrument of its own in the board's supply.</summary>
    External,

    /// <summary>A sensor of the board itself, which sees what its maker let it see.</summary>
    OnBoard,

    /// <summary>No meter: there is no figure.</summary>
    None,
}

public static class EnergyTierWords
{
    /// <summary>The tier as it is on the wire and in reports.</summary>
    public static string Word(this EnergyTier tier) => tier switch
    {
        EnergyTier.External => "external",
        EnergyTier.OnBoard => "on-board",
        _ => "none",
    };
}
