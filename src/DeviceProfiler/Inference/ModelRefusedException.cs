namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>A model that no board could measure as asked; the message names every reason.</summary>
public sealed class ModelRefusedException(IReadOnlyList<string> reasons, Exception? cause = null)
    : Exception(string.Join("; ", reasons), cause)
{
    public ModelRefusedException(string reason, Exception? cause = null)
        : this([reason], cause)
    {
    }
}
