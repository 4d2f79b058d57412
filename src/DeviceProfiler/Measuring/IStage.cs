namespace DeepIoT.DeviceProfiler.Measuring;

/// <summary>A stage of a measurement. It holds no state: it only judges the readings it has had so far.</summary>
public interface IStage
{
    /// <summary>How many inferences the next reading shall have, or null when the stage is over.</summary>
    int? NextRuns(IReadOnlyList<Reading> readings);
}
