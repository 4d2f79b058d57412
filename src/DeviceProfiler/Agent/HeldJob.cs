using DeepIoT.Protocol.V1;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>The one job a board holds: still running, or answered but not known to be delivered.</summary>
/// <param name="Answer">Null while it runs.</param>
/// <param name="BeatsSinceSent">Heartbeats of the coordinator on the stream that took the answer; null while no stream has.</param>
/// <param name="IsCancelled">Its lease has ended: nobody waits for the answer, only for the board to be free.</param>
/// <param name="Next">What to do once a cancelled job has really ended.</param>
public sealed record HeldJob(string Lease, FromBoard? Answer = null, int? BeatsSinceSent = null, bool IsCancelled = false, MeasureJob? Next = null)
{
    // The wire has no receipt for answers. One heartbeat may have been under way already; the second was sent by
    // a coordinator that has read on.
    private const int BeatsOfDelivery = 2;

    public bool IsRunning => Answer is null;

    public bool IsSent => BeatsSinceSent is not null;

    public bool IsDelivered => BeatsSinceSent >= BeatsOfDelivery;
}
