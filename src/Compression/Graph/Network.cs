using DeepIoT.Compression.Onnx;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Graph;

/// <summary>
/// A model graph with its weights as Torch tensors, ready to run and to train. Owns its tensors whatever dispose
/// scope they were made in. Not thread-safe.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = [];
    private readonly Dictionary<(string, int), GateMap> _maps;
    private readonly int _logitsEnd;
    private readonly string _logits;

    public Network(ModelGraph graph)
    {
        Graph = graph;
        foreach (var weight in graph.Weights.Values.Where(w => w.IsTensor))
        {
            var loaded = TorchMemory.Of(weight.Proto.Floats(), weight.Shape).DetachFromDisposeScope();
            _weights.Add(weight.Name, weight.IsTrainable ? loaded.requires_grad_(true) : loaded);
        }
        _maps = graph.GatePoints.ToDictionary(p => (p.Value, p.Axis), p => new GateMap(p, graph));
        // A network that ends in Softmax or Sigmoid is trained on what goes into it.
        var last = graph.Nodes.Count - 1;
        var endsInActivation = graph.Nodes[last].Type is "Softmax" or "Sigmoid" && graph.Nodes[last].Outputs[0] == graph.Output.Name;
        (_logitsEnd, _logits) = endsInActivation ? (last, graph.Nodes[last].Inputs[0]) : (last + 1, graph.Output.Name);
    }

    public ModelGraph Graph { get; }

    /// <summary>Every tensor the network reads, by the name of its initializer.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>The tensors that training changes, in the model's order.</summary>
    public IEnumerable<(Weight Weight, Tensor Value)> Trainable =>
        Graph.Weights.Values.Where(w => w.IsTrainable).Select(w => (w, _weights[w.Name]));

    /// <summary>The model's output for a batch [N, …] of inputs.</summary>
    public Tensor Forward(Tensor inputs, Gates? gates = null, bool isTraining = false) =>
        Run(inputs, gates, isTraining, Graph.Nodes.Count, Graph.Output.Name);

    /// <summary>Unnormalised scores: the output, or what goes into a final Softmax or Sigmoid.</summary>
    /// <param name="gates">Multiplied onto the units of each group wherever a node sums over them.</param>
    public Tensor Logits(Tensor inputs, Gates? gates = null, bool isTraining = false) =>
        Run(inputs, gates, isTraining, _logitsEnd, _logits);

    /// <summary>The model with the weights as they are now.</summary>
    public ModelProto ToProto()
    {
        var proto = Graph.Proto.Clone();
        for (var i = 0; i < proto.Graph.Initializer.Count; i++)
        {
            var old = proto.Graph.Initializer[i];
            if (_weights.TryGetValue(old.Name, out var value))
                proto.Graph.Initializer[i] = TensorContent.OfFloats(old.Name, value.shape, value.data<float>().ToArray());
        }
        return proto;
    }

    public Network Clone() => new(ModelGraph.Read(ToProto()));

    /// <summary>The network without the units that are not kept; this one stays as it is.</summary>
    public Network Sliced(Keep keep) => new(ModelGraph.Read(Slicer.Slice(Graph, keep, ToProto())));

    public void Dispose()
    {
        foreach (var weight in _weights.Values) weight.Dispose();
        foreach (var map in _maps.Values) map.Dispose();
    }

    /// <summary>Every output of a graph of several inputs.</summary>
    internal Dictionary<string, Tensor> ForwardAll(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var execution = new Execution(Graph, _weights, _maps, inputs, gates: null, isTraining: false);
        Run(execution, Graph.Nodes.Count);
        return Graph.Proto.Graph.Output.ToDictionary(o => o.Name, o => execution.Named(o.Name));
    }

    private Tensor Run(Tensor inputs, Gates? gates, bool isTraining, int end, string output)
    {
        var named = new Dictionary<string, Tensor> { [Graph.Input.Name] = inputs };
        var execution = new Execution(Graph, _weights, _maps, named, gates, isTraining);
        Run(execution, end);
        return execution.Named(output);
    }

    private void Run(Execution execution, int end)
    {
        for (var i = 0; i < end; i++)
        {
            execution.Node = Graph.Nodes[i];
            Graph.Operators[i].Execute(execution);
        }
    }
}
