using System.Runtime.CompilerServices;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;
using DeepIoT.Compression.TimeModel;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Artifacts;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>Makes what a trial works on from artifacts. Trials on the same data share it in memory.</summary>
internal sealed class TrialInputs(ArtifactCache artifacts) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Dictionary<(V1.DataSpec, TaskKind, ulong), WeakReference<SplitData>> _read = [];

    // Trials hold the parts, not the whole that they came in: it lives as long as its training part.
    private readonly ConditionalWeakTable<Samples, SplitData> _held = [];

    /// <param name="splitSeed">Decides which samples of train are held out for validation.</param>
    /// <exception cref="Compression.RejectedException">The data cannot be used.</exception>
    public async Task<TrialInput> ReadAsync(V1.ArtifactRef model, V1.DataSpec data, V1.Task task, V1.DecodingSpec? decoding, ulong splitSeed, CancellationToken cancellation)
    {
        var kind = Wire.Of(task);
        var onnx = await BytesAsync(model, cancellation);
        var (train, validation, test) = await SharedAsync(data, kind, splitSeed, cancellation);
        return new TrialInput(onnx, train, validation, test, kind, Wire.Of(decoding));
    }

    /// <summary>What the search is to reduce, with the files of what was learned of board classes.</summary>
    public async Task<Budget> BudgetAsync(V1.TrialSettings settings, CancellationToken cancellation)
    {
        if (settings.Budget.Count == 0)
            return Wire.Cost(settings.Cost);
        var terms = new List<BudgetTerm>();
        foreach (var term in settings.Budget)
        {
            var predicted = term.TimeModel is null ? null : TimeModelFile.Read(await BytesAsync(term.TimeModel, cancellation));
            terms.Add(new BudgetTerm(Wire.Cost(term.Cost), term.Weight, predicted));
        }

        return new Budget(terms);
    }

    public async Task<byte[]> BytesAsync(V1.ArtifactRef artifact, CancellationToken cancellation) =>
        await File.ReadAllBytesAsync(await artifacts.PathOfAsync(artifact.Sha256, cancellation), cancellation);

    public void Dispose() => _reading.Dispose();

    private async Task<SplitData> SharedAsync(V1.DataSpec data, TaskKind task, ulong splitSeed, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_read.TryGetValue((data, task, splitSeed), out var known) && known.TryGetTarget(out var shared))
                return shared;
            foreach (var gone in _read.Where(entry => !entry.Value.TryGetTarget(out _)).ToList())
                _read.Remove(gone.Key);
            var source = await SourceAsync(data, task, cancellation);
            var read = await Task.Run(() => Split(source, Wire.ValidationShareOf(data), splitSeed), cancellation);
            _read[(data, task, splitSeed)] = new WeakReference<SplitData>(read);
            _held.Add(read.Train, read);
            return read;
        }
        finally
        {
            _reading.Release();
        }
    }

    private static SplitData Split(DataSource source, double validationShare, ulong seed)
    {
        var dataset = DatasetReader.Read(source);
        var (train, validation) = dataset.Train.Split(validationShare, seed);
        return new SplitData(train, validation, dataset.Test);
    }

    private async Task<DataSource> SourceAsync(V1.DataSpec data, TaskKind task, CancellationToken cancellation) => new(
        Wire.Format(data.Format),
        await PartAsync(data.Train, cancellation),
        data.Test is null ? null : await PartAsync(data.Test, cancellation),
        data.TestShare,
        Wire.ScaleOf(data),
        task,
        IsLabelled: !data.Unlabelled);

    private async Task<DataPart> PartAsync(V1.DataPart part, CancellationToken cancellation) => new(
        await artifacts.PathOfAsync(part.Inputs.Sha256, cancellation),
        part.Labels is null ? null : await artifacts.PathOfAsync(part.Labels.Sha256, cancellation),
        part.InputsMember.Length == 0 ? null : part.InputsMember,
        part.LabelsMember.Length == 0 ? null : part.LabelsMember);

    private sealed record SplitData(Samples Train, Samples Validation, Samples? Test);
}
