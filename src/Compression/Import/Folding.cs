using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Operators;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Import;

/// <summary>
/// One walk over a graph in running order that computes what depends on constants and shapes only, and replaces each
/// `If` whose condition is known by its branch. Shapes come from the operators' own coupling rules, for inputs of the
/// sizes that are given.
/// </summary>
internal sealed class Folding
{
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, string> _sameAs = [];
    private readonly List<NodeProto> _left = [];
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, Weight> _weights = [];
    private readonly CouplingPass? _shapes;
    private readonly int _version;
    private readonly HashSet<string> _outputs;
    private readonly double _mostElements;
    private double _elements;

    /// <param name="inputs">The network's inputs with every size known; null when no shape is asked for.</param>
    public Folding(GraphProto graph, int version, IReadOnlyList<Value>? inputs)
    {
        _version = version;
        _constants = graph.Initializer.ToDictionary(t => t.Name);
        _outputs = [.. graph.Output.Select(o => o.Name)];
        // Weights may be turned and joined on their way to a node, a few times each.
        _mostElements = ConstantRules.MostElements + (4.0 * graph.Initializer.Sum(t => (long)t.Count()));
        if (inputs is not null) _shapes = new CouplingPass(_weights, inputs);
        using var scope = NewDisposeScope();
        Walk(graph.Node);
    }

    /// <summary>Nodes that depend on the data, in running order.</summary>
    public IReadOnlyList<NodeProto> Left => _left;

    public IReadOnlyDictionary<string, TensorProto> Constants => _constants;

    public FoldedGraph Result => new(_left, _constants);

    /// <summary>What was found wrong while shapes were followed.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Shape of a value, when shapes were asked for and could be followed.</summary>
    public long[]? ShapeOf(string name) =>
        _constants.TryGetValue(name, out var constant) ? [.. constant.Dims] : _shapes?.Values.GetValueOrDefault(name)?.Shape;

    private void Walk(IEnumerable<NodeProto> nodes)
    {
        foreach (var original in nodes)
        {
            var proto = original.Clone();
            for (var i = 0; i < proto.Input.Count; i++)
            {
                if (_sameAs.TryGetValue(proto.Input[i], out var same)) proto.Input[i] = same;
            }
            var node = new Node(proto, NodeOrder.NameOf(proto), _version);
            if (!node.IsStandard) Leave(node);
            else if (proto.OpType == "If" && proto.Input.Count == 1 && _constants.TryGetValue(proto.Input[0], out var condition)) TakeBranch(node, condition);
            else if (!Fold(node)) Leave(node);
        }
    }

    private bool Fold(Node node)
    {
        if (node.Type == "Constant")
        {
            Add(node, ConstantNodes.TensorOf(node));
            return true;
        }
        if (node.Type is "Shape" or "Size" && node.HasInput(0) && ShapeOf(node.Inputs[0]) is { } shape && shape.All(n => n >= 0))
        {
            var (first, end) = ((int)node.Integer("start", 0), (int)node.Integer("end", int.MaxValue));
            Add(node, node.Type == "Shape"
                ? Vector(SliceBounds.Indices(shape.Length, first, end, 1).Select(d => shape[d]).ToArray())
                : TensorContent.OfIntegers("", [], [shape.Aggregate(1L, (a, b) => a * b)]));
            return true;
        }
        if (!ConstantRules.Knows(node.Type) || node.Outputs.Count != 1 || node.Inputs.Any(i => i.Length > 0 && !_constants.ContainsKey(i))) return false;
        if (node.Type == "Identity" && !_outputs.Contains(node.Outputs[0]))
        {
            // One weight with two names stays one weight.
            _sameAs[node.Outputs[0]] = node.Inputs[0];
            return true;
        }
        var given = node.Inputs.Where(i => i.Length > 0).Select(i => _constants[i]).ToList();
        CheckSize(node, ConstantRules.ElementsOf(node, [.. given.Select(t => t.Dims.ToArray())]));
        var inputs = given.Select(ConstantTensor.Read).ToArray();
        if (inputs.Any(i => i is null)) return false;
        using var folded = ConstantRules.Apply(node, inputs!);
        if (folded.dim() > ModelLimits.Dimensions) throw node.Rejected($"makes a constant of {folded.dim()} dimensions", $"At most {ModelLimits.Dimensions} are supported.");
        CheckSize(node, folded.numel());
        _elements += folded.numel();
        Add(node, ConstantTensor.Write(node.Outputs[0], folded));
        return true;
    }

    /// <summary>Of all constants together: many that are allowed one by one fill the memory too.</summary>
    private void CheckSize(Node node, double elements)
    {
        if (_elements + elements > _mostElements)
            throw node.Rejected($"brings the computed constants to {_elements + elements:0} elements", $"Check the model; beside its weights at most {_mostElements:0} are supported.");
    }

    private static TensorProto Vector(long[] values) => TensorContent.OfIntegers("", [values.Length], values);

    private void Add(Node node, TensorProto tensor)
    {
        tensor.Name = node.Outputs[0];
        _constants[tensor.Name] = tensor;
    }

    private void Leave(Node node)
    {
        _left.Add(node.Proto);
        if (_shapes is null) return;
        foreach (var name in node.Inputs.Where(_constants.ContainsKey))
            _weights.TryAdd(name, new Weight(_constants[name]));
        // The consequence of a problem is no problem of its own.
        if (node.Inputs.Any(i => i.Length > 0 && !_weights.ContainsKey(i) && !_shapes.Values.ContainsKey(i))) return;
        if (!node.IsStandard || OperatorRegistry.Find(node.Type, _version) is not { } op)
        {
            _problems.Add(ModelImport.Unsupported(node));
            return;
        }
        try
        {
            op.Couple(new Coupling(node, _shapes));
        }
        catch (RejectedException rejected)
        {
            _problems.AddRange(rejected.Problems);
        }
    }

    private void TakeBranch(Node node, TensorProto condition)
    {
        var branch = node.Graph(condition.Integers() is [not 0] ? "then_branch" : "else_branch");
        if (branch is null || branch.Output.Count != node.Outputs.Count)
            throw node.Rejected("lacks a branch with as many outputs as it has", "Export the model again.");
        var inlined = Branch.Inline(branch, node);
        foreach (var tensor in inlined.Constants) _constants[tensor.Name] = tensor;
        Walk(inlined.Nodes);
    }
}
