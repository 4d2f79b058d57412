// What a training step through the graph costs against the same step by hand, one thread. Alternating runs in one
// process, so that whatever else the machine does falls on both; memory in a process for each.
//   StepCost [NETWORK]           all three networks, or one
//   StepCost NETWORK hand|graph  only steps; prints the peak of memory they add, in MB
using System.Diagnostics;
using System.Globalization;
using DeepIoT.StepCost;
using static TorchSharp.torch;

const int Rounds = 15, StepsForMemory = 30, StepsForTensors = 1_000;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
set_num_threads(1);
foreach (var subject in Subject.All.Where(s => args.Length == 0 || s.Network == args[0]))
{
    using var generator = new Generator(1);
    using var inputs = subject.Inputs(generator);
    using var targets = subject.Targets(generator);
    if (args.Length > 1) StepOnly(subject, args[1] == "graph", inputs, targets);
    else Compare(subject, inputs, targets);
}

static void StepOnly(Subject subject, bool throughGraph, Tensor inputs, Tensor targets)
{
    var before = PeakMemory.Now();
    using var graph = throughGraph ? new GraphStep(subject) : null;
    using var byHand = throughGraph ? null : new HandWrittenStep(subject);
    for (var i = 0; i < StepsForMemory; i++)
    {
        graph?.Step(inputs, targets);
        byHand?.Step(inputs, targets);
    }
    Console.WriteLine(PeakMemory.OfThisProcess() - before);
}

static void Compare(Subject subject, Tensor inputs, Tensor targets)
{
    using var byHand = new HandWrittenStep(subject);
    using var graph = new GraphStep(subject);
    var (handTimes, graphTimes) = (new List<double>(), new List<double>());
    // The first rounds warm up.
    for (var round = -2; round < Rounds; round++)
    {
        var (hand, through) = (Time(byHand.Step), Time(graph.Step));
        if (round < 0) continue;
        handTimes.Add(hand);
        graphTimes.Add(through);
    }
    var before = Tensor.TotalCount;
    for (var step = 0; step < StepsForTensors; step++) graph.Step(inputs, targets);
    var after = Tensor.TotalCount;
    var (memoryByHand, memoryOfGraph) = (PeakMemory.Of(subject.Network, "hand"), PeakMemory.Of(subject.Network, "graph"));

    Console.WriteLine($"{subject.Network}, batch {subject.Batch}");
    Console.WriteLine($"  by hand       {Median(handTimes):0.0} ms a step, {memoryByHand:0} MB");
    Console.WriteLine($"  through graph {Median(graphTimes):0.0} ms a step, {memoryOfGraph:0} MB");
    Console.WriteLine($"  ratio         {Median([.. graphTimes.Zip(handTimes, (g, h) => g / h)]):0.000} (median of {Rounds} alternating rounds), memory {memoryOfGraph / memoryByHand:0.00}");
    Console.WriteLine($"  live tensors  {before} before, {after} after {StepsForTensors} steps");

    double Time(Action<Tensor, Tensor> step)
    {
        const int Steps = 5;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Steps; i++) step(inputs, targets);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Steps;
    }
}

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}
