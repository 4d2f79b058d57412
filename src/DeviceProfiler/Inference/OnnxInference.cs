using Microsoft.ML.OnnxRuntime;

namespace DeepIoT.DeviceProfiler.Inference;

/// <summary>
/// A model in ONNX Runtime on the processor, with its inputs bound once, so that a run is the inference and
/// nothing else: no copies, no allocation on the managed side.
/// </summary>
public sealed class OnnxInference : IInference, IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _inputs = [];

    private OnnxInference(InferenceSession session)
    {
        _session = session;
        _binding = session.CreateIoBinding();
    }

    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <exception cref="ModelRefusedException">The file is no model this runtime can run with made-up inputs.</exception>
    /// <param name="profilePrefix">Path that the runtime's profile begins with; null takes none.</param>
    public static OnnxInference Load(string path, int threads, int batch, int seed, string? profilePrefix = null)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (profilePrefix is not null)
        {
            // In this order: turning it on takes the prefix there is.
            settings.ProfileOutputPathPrefix = profilePrefix;
            settings.EnableProfiling = true;
        }
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
            _session.RunWithBinding(_options, _binding);
    }

    /// <summary>Ends the profile that <see cref="Load"/> began.</summary>
    /// <returns>Its file.</returns>
    public string EndProfiling() => _session.EndProfiling();

    /// <summary>The numbers of each output of the last run; they must be floats.</summary>
    public IReadOnlyList<float[]> Outputs()
    {
        using var values = _binding.GetOutputValues();
        return [.. values.Select(value => value.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private void Bind(int batch, Random random)
    {
        var shaped = _session.InputMetadata.Select(entry => ModelInput.Of(entry.Key, entry.Value))
            .Select(input => (Input: input, Shaped: input.Shape(batch)))
            .ToArray();
        var problems = shaped.SelectMany(s => s.Shaped.Problems).ToArray();
        if (problems.Length > 0)
            throw new ModelRefusedException(problems);

        foreach (var (input, (shape, _)) in shaped)
        {
            var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, input.Type!.Value, shape);
            _inputs.Add(value);
            RandomInputs.Fill(value.GetTensorMutableRawData(), input.Type.Value, random);
            _binding.BindInput(input.Name, value);
        }
        foreach (var output in _session.OutputMetadata.Keys)
            _binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
    }
}
