using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>
/// What a trial trains on: samples, and what the uncompressed network says of them. Plain samples are asked about once;
/// distorted ones are new each time, and so is the answer.
/// </summary>
/// <param name="Teacher">Its scores for each sample, [samples, …].</param>
public sealed record TrainingData(Samples Samples, TrialTask Task, Tensor Teacher) : IDisposable
{
    /// <summary>Null trains on the samples as they are.</summary>
    public (Distortion Distortion, Network Teacher)? Distorted { get; init; }

    /// <summary>The batch in the shape of the model's input, distorted where that is asked for.</summary>
    /// <param name="draw">Number of the draw under the trial's seed: the same number distorts the same way.</param>
    public Tensor Show(Batch batch, IReadOnlyList<long> modelInput, ulong seed, long draw)
    {
        var inputs = batch.InputsAs(modelInput);
        if (Distorted is not { } distorted) return inputs;
        using var generator = new Generator(SplitMix64.For(seed, (ulong)draw).Next());
        return distorted.Distortion.Apply(inputs, generator);
    }

    /// <summary>The teacher's scores for a batch.</summary>
    /// <param name="shown">The batch as <see cref="Show"/> gave it.</param>
    public Tensor Answers(Batch batch, Tensor shown)
    {
        if (Distorted is not { } distorted) return Teacher.index_select(0, batch.Rows);
        using var frozen = no_grad();
        return Task.Scores(distorted.Teacher, shown);
    }

    public void Dispose()
    {
        Teacher.Dispose();
        Distorted?.Teacher.Dispose();
    }
}
