using Akka.TestKit;

namespace DeepIoT.Coordinator.Tests;

/// <summary>The test scheduler's clock, for actors that ask the time.</summary>
internal sealed class VirtualTime(TestScheduler scheduler) : TimeProvider
{
    public const string Configuration = "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"";

    public override DateTimeOffset GetUtcNow() => scheduler.Now;
}
