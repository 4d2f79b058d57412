using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.DeviceProfiler;

/// <summary>Runs a model once in this process, to see what it computes and not how fast.</summary>
public static class LocalInference
{
    /// <param name="inputs">Values of the only input, row-major in <paramref name="shape"/>.</param>
    /// <returns>Values of the first output.</returns>
    public static float[] Run(byte[] onnx, float[] inputs, long[] shape)
    {
        using var session = new InferenceSession(onnx);
        using var value = OrtValue.CreateTensorValueFromMemory(inputs, shape);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [session.InputNames[0]], [value], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
