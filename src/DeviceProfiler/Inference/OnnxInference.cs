using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>
/// A model in ONNX Runtime on the processor, with its inputs bound once, so that a run is the inference and
/// nothing else: no copies, no allocation on the managed side.
/// </summary>
public sealed class OnnxInference : IInference, IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly OrtIoBinding binding;
    private readonly List<OrtValue> inputs = [];

    private OnnxInference(InferenceSession session)
    {
        this.session = session;
        binding = session.CreateIoBinding();
    }

    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <exception cref="ModelRefusedException">The file is no model this runtime can run with made-up inputs.</exception>
    public static OnnxInference Load(string path, int threads, int batch, int seed)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        var inference = new OnnxInference(new InferenceSession(path, settings));
        try
        {
            inference.Bind(batch, new Random(seed));
            return inference;
        }
        catch
        {
            inference.Dispose();
            throw;
        }
    }

    public void Run(int times)
    {
        for (var i = 0; i < times; i++)
            session.RunWithBinding(options, binding);
    }

    public void Dispose()
    {
        binding.Dispose();
        foreach (var input in inputs)
            input.Dispose();
        options.Dispose();
        session.Dispose();
    }

    private void Bind(int batch, Random random)
    {
        var shaped = session.InputMetadata.Select(entry => ModelInput.Of(entry.Key, entry.Value))
            .Select(input => (Input: input, Shaped: input.Shape(batch)))
            .ToArray();
        var problems = shaped.SelectMany(s => s.Shaped.Problems).ToArray();
        if (problems.Length > 0)
            throw new ModelRefusedException(problems);

        foreach (var (input, (shape, _)) in shaped)
        {
            var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, input.Type!.Value, shape);
            inputs.Add(value);
            RandomInputs.Fill(value.GetTensorMutableRawData(), input.Type.Value, random);
            binding.BindInput(input.Name, value);
        }
        foreach (var output in session.OutputMetadata.Keys)
            binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
    }
}
