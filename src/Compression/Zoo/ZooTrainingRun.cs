using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Zoo;

/// <summary>One training, a batch a step.</summary>
internal sealed class ZooTrainingRun : IDisposable
{
    private const int TellEvery = 50;

    private readonly TrialTask _task;
    private readonly Network _network;
    private readonly Adam _adam;
    private readonly BatchFeed _batches;
    private readonly Samples _validation;
    private readonly double _peakRate;
    private readonly Distortion? _distortion;
    private readonly Generator _generator;
    private readonly long _steps;
    private long _step;
    private double _lossSum;
    private double _bestAccuracy = -1;
    private double? _accuracy;

    public ZooTrainingRun(ModelGraph graph, Samples train, Samples validation, ZooTrainingSettings settings, TaskKind task)
    {
        _task = TrialTask.Of(task, train);
        (_network, _validation, _peakRate, Best) = (new Network(graph), validation, settings.PeakRate, graph.Proto);
        (_distortion, _generator) = (settings.Distortion, new Generator(settings.Seed));
        _adam = new Adam(_network.Trainable.Select(t => t.Value));
        _batches = new BatchFeed(train, settings.BatchSize, settings.Seed);
        _steps = (long)settings.Epochs * _batches.BatchesPerEpoch;
    }

    /// <summary>The model of the epoch that was best on validation, the later of two equals.</summary>
    public ModelProto Best { get; private set; }

    public bool IsWorthTelling => _accuracy is not null || _step % TellEvery == 0;

    public ZooTrainingProgress Progress => new(
        (int)((_step - 1) / _batches.BatchesPerEpoch) + 1, (double)_step / _steps, _lossSum / (((_step - 1) % _batches.BatchesPerEpoch) + 1), _accuracy, null);

    /// <summary>One batch, and the validation part at the end of an epoch; false when the training is over.</summary>
    public bool Step()
    {
        if (_step % _batches.BatchesPerEpoch == 0) _lossSum = 0;
        _lossSum += Train();
        _step++;
        _accuracy = _step % _batches.BatchesPerEpoch == 0 ? Validate() : null;
        return _step < _steps;
    }

    /// <summary>The task's metric of the best model.</summary>
    public double Judge(Samples samples)
    {
        using var best = new Network(ModelGraph.Read(Best));
        using var evaluation = new Evaluation(best, samples, _task);
        return evaluation.Finish().Accuracy;
    }

    public void Dispose()
    {
        _batches.Dispose();
        _adam.Dispose();
        _network.Dispose();
        _generator.Dispose();
        _task.Dispose();
    }

    private double Train()
    {
        using var scope = NewDisposeScope();
        using var batch = _batches.Next();
        var images = batch.InputsAs(_network.Graph.Input.Shape);
        var scores = _task.Scores(_network, _distortion?.Apply(images, _generator) ?? images, isTraining: true);
        var loss = _task.LossOfEach(scores, batch.Targets).mean();
        _adam.Step([.. autograd.grad([loss], [.. _adam.Values])], LearningRate.Cosine(_step, _steps, _peakRate));
        return TrainingLoss.Of(loss);
    }

    private double Validate()
    {
        using var evaluation = new Evaluation(_network, _validation, _task);
        var accuracy = evaluation.Finish().Accuracy;
        if (accuracy >= _bestAccuracy)
            (_bestAccuracy, Best) = (accuracy, _network.ToProto());
        return accuracy;
    }
}
