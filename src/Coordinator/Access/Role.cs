namespace DeepIoT.Coordinator.Access;

/// <summary>What the holder of a token may do.</summary>
internal enum Role
{
    /// <summary>Look at campaigns, boards, trainers and artifacts.</summary>
    Viewer,

    /// <summary>The same, and submit, cancel and upload.</summary>
    Submitter,

    /// <summary>Move artifacts both ways.</summary>
    Trainer,

    /// <summary>Attach as a board and fetch models.</summary>
    Board,

    /// <summary>Everything.</summary>
    Admin,
}
