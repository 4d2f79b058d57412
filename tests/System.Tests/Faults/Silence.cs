namespace DeepIoT.SystemTests.Faults;

/// <summary>A question that was asked, and again and again, and the time until its answer.</summary>
internal sealed record Silence(DateTimeOffset Since, TimeSpan Length)
{
    /// <summary>Whether it was going on at <paramref name="moment"/>, or began by what happened then.</summary>
    public bool Covers(DateTimeOffset moment) => Since < moment + Close && moment < Since + Length;

    // Until whoever asks notices.
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(2);
}
