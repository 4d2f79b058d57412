// What a training step through the graph costs against the same step by hand: LeNet-5, batch 128, one thread.
// Alternating runs in one process, so that whatever else the machine does falls on both.
using System.Diagnostics;
using System.Globalization;
using DeepIoT.StepCost;
using static TorchSharp.torch;

const int Rounds = 15, StepsInARound = 10, StepsForTensors = 1_000;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
set_num_threads(1);
using var generator = new Generator(1);
using var inputs = rand([128, 1, 28, 28], generator: generator);
using var labels = randint(0, 10, [128], generator: generator, dtype: ScalarType.Int64);
using var byHand = new HandWrittenLeNet();
using var graph = new GraphLeNet();

var (handTimes, graphTimes) = (new List<double>(), new List<double>());
for (var round = -2; round < Rounds; round++)
{
    var hand = Time(byHand.Step);
    var through = Time(graph.Step);
    // The first rounds warm up.
    if (round < 0) continue;
    handTimes.Add(hand);
    graphTimes.Add(through);
}
var before = Tensor.TotalCount;
for (var step = 0; step < StepsForTensors; step++) graph.Step(inputs, labels);

Console.WriteLine($"by hand       {Median(handTimes):0.0} ms a step");
Console.WriteLine($"through graph {Median(graphTimes):0.0} ms a step, ratio {Median([.. graphTimes.Zip(handTimes, (g, h) => g / h)]):0.000} (median of {Rounds} alternating rounds)");
Console.WriteLine($"live tensors  {before} before, {Tensor.TotalCount} after {StepsForTensors} steps");

double Time(Action<Tensor, Tensor> step)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < StepsInARound; i++) step(inputs, labels);
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds / StepsInARound;
}

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}
