namespace DeepIoT.Compression.Trials;

/// <summary>Why a trial gives way to its driver.</summary>
internal enum Pause
{
    Step,

    /// <summary>A candidate was exported or a part of the trial ended: a good moment to store a checkpoint.</summary>
    Rung,
}
