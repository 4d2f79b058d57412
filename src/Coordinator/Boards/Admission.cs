namespace DeepIoT.Coordinator.Boards;

/// <summary>What becomes of a stream that is opened under a name.</summary>
internal enum Admission
{
    /// <summary>It is the board now; an older stream ends.</summary>
    Welcomed,

    /// <summary>Another agent has the name, and it is not known yet whether that one is alive: ask again.</summary>
    Waiting,

    /// <summary>The other agent is alive.</summary>
    Refused,
}
