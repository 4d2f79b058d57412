namespace DeepIoT.DeviceProfiler.Tests.Worker;

/// <summary>Tests that start workers run one after another, so that each knows whose worker it sees.</summary>
[CollectionDefinition(Name)]
public sealed class WorkersInTurn
{
    public const string Name = "workers";
}
