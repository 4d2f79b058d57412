namespace DeepIoT.Coordinator.Access;

/// <summary>What the holder of a token may do.</summary>
internal enum Role
{
    /// <summary>Look at campaigns, boards and trainers; read no artifact.</summary>
    Viewer,

    /// <summary>The same, submit, and cancel and read what is its own.</summary>
    Submitter,

    /// <summary>Move artifacts both ways.</summary>
    Trainer,

    /// <summary>Attach as a board and fetch the models that boards measure.</summary>
    Board,

    /// <summary>Everything.</summary>
    Admin,
}
