using Akka.TestKit;

namespace DeepIoT.Coordinator.Tests;

/// <summary>The test scheduler's clock, for actors that ask the time.</summary>
internal sealed class VirtualTime(TestScheduler scheduler) : TimeProvider
{
    public const string Configuration = "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"";

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>By how much somebody has set the wall clock; what never jumps stays as it is.</summary>
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => scheduler.Now + Jump;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;
}
