using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepIoT.Compression.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.Compression.Tests;

/// <summary>A model in ONNX Runtime, one thread: the outside judge of every file that is written.</summary>
internal sealed partial class OnnxRuntimeModel : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRuntimeModel(ModelProto model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(OnnxFile.Serialize(model), options);
    }

    /// <summary>Values of the only output for the only input.</summary>
    public float[] Run(float[] input, params long[] shape)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var results = _session.Run(run, [_session.InputNames[0]], [value], _session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>Values of every output, in their order, for inputs of 32-bit floats by name.</summary>
    public IReadOnlyList<double[]> Run(IReadOnlyDictionary<string, TensorProto> inputs)
    {
        var values = _session.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(inputs[name].Floats(), [.. inputs[name].Dims])).ToList();
        using var run = new RunOptions();
        using var results = _session.Run(run, _session.InputNames, values, _session.OutputNames);
        foreach (var value in values) value.Dispose();
        return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray().Select(v => (double)v).ToArray())];
    }

    public void Dispose() => _session.Dispose();

    /// <summary>The runtime reads its switch from the C environment, which .NET does not write to.</summary>
    [ModuleInitializer]
    internal static void TurnTelemetryOff() => SetEnvironment("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
