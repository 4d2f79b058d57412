namespace DeepIoT.DeviceProfiler;

/// <summary>Why a model could not be measured.</summary>
/// <param name="modelAtFault">True when the model is to blame, not the machine or the time given.</param>
public sealed class MeasurementFailedException(string reason, bool modelAtFault) : Exception(reason)
{
    public bool ModelAtFault { get; } = modelAtFault;
}
