namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>A loaded model with its inputs in place.</summary>
public interface IInference
{
    /// <summary>Runs the model <paramref name="times"/> times, one after the other, and returns when the last is done.</summary>
    void Run(int times);
}
