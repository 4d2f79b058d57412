using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Trials;

/// <summary>Gives samples without labels the answers of the uncompressed network as labels, in short steps.</summary>
internal sealed class Labelling(TrialInput input, Network original) : IDisposable
{
    private readonly TrialTask _task = input.NewTask();
    private readonly List<List<float[]>> _answers = [.. input.Parts.Select(part => new List<float[]>(part.Count))];

    /// <summary>One chunk; false when all samples have their labels.</summary>
    public bool Step()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var at = input.Parts.Zip(_answers).First(p => p.Second.Count < p.First.Count);
        at.Second.AddRange(_task.Answers(Evaluation.ScoresOfChunk(original, at.First, _task, at.Second.Count)));
        return input.Parts.Zip(_answers).Any(p => p.Second.Count < p.First.Count);
    }

    /// <summary>The input with its labels.</summary>
    /// <exception cref="RejectedException">The network tells no sample from another, so that there is nothing to agree with.</exception>
    public TrialInput Labelled()
    {
        if (_answers[0].TrueForAll(answer => answer.SequenceEqual(_answers[0][0])))
        {
            throw new RejectedException("data", "gets the same answer for every sample from the uncompressed network, which labels it",
                "Check data.scale and the layout of the samples, or give labels.");
        }
        Samples[] parts = [.. input.Parts.Zip(_answers, Labelled)];
        return input with { Train = parts[0], Validation = parts[1], Test = parts.ElementAtOrDefault(2) };
    }

    public void Dispose() => _task.Dispose();

    /// <summary>Sequences are filled up to the length of the longest.</summary>
    private static Samples Labelled(Samples part, List<float[]> answers)
    {
        var size = Math.Max(1, answers.Max(answer => answer.Length));
        var targets = new float[answers.Count * size];
        Array.Fill(targets, SequenceTask.Filler);
        for (var i = 0; i < answers.Count; i++) answers[i].CopyTo(targets.AsSpan(i * size));
        return part.Labelled(targets, size);
    }
}
