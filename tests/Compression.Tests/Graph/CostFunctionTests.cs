using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Zoo;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Graph;

public sealed class CostFunctionTests
{
    private readonly ModelGraph _graph = ModelGraph.Read(ModelZoo.Find("lenet5").Build(1));

    [Fact]
    public void LeNet5_costs_what_the_literature_says()
    {
        Assert.Equal(431_080, _graph.Parameters.At(_graph.Widths));
        // 24·24·20·25 + 8·8·50·500 + 800·500 + 500·10
        Assert.Equal(2_293_000, _graph.Macs.At(_graph.Widths));
    }

    [Fact]
    public void The_cost_of_widths_is_the_cost_of_the_network_sliced_to_them()
    {
        var keep = new Keep(_graph, [[0, 3, 7], [1, 2, 30, 49], [5, 6, 7, 8, 499]]);
        var sliced = ModelGraph.Read(Slicer.Slice(_graph, keep));

        Assert.Equal(sliced.Parameters.At(sliced.Widths), _graph.Parameters.At(keep.Widths));
        Assert.Equal(sliced.Macs.At(sliced.Widths), _graph.Macs.At(keep.Widths));
        Assert.Equal(sliced.ActivationBytes.At(sliced.Widths), _graph.ActivationBytes.At(keep.Widths));
    }

    [Fact]
    public void Torch_gives_the_same_cost_and_its_slope()
    {
        using var scope = NewDisposeScope();
        double[] widths = [7.5, 20.25, 101];
        var n = tensor(widths, requires_grad: true);

        var value = _graph.Parameters.At(n);
        value.backward();

        Assert.Equal(_graph.Parameters.At(widths), value.item<double>(), 1e-6);
        for (var k = 0; k < widths.Length; k++)
        {
            double[] more = [.. widths];
            more[k]++;
            // The polynomial is linear in each width alone.
            Assert.Equal(_graph.Parameters.At(more) - _graph.Parameters.At(widths), n.grad!.data<double>()[k], 1e-6);
        }
    }
}
