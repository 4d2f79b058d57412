using System.Text;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Tests.Models;

namespace DeepIoT.DeviceProfiler.Tests.Inference;

public sealed class OperatorTimesTests : Scratch
{
    [Fact]
    public void Each_node_is_timed_and_the_heavy_one_takes_most()
    {
        var operators = OperatorTimes.Of(TestModels.Dense(inputs: 2048, outputs: 2048).Save(Folder), Folder, 1, 1, 1, TimeSpan.FromMilliseconds(2));

        Assert.Equal(["MatMul", "Relu"], operators.Select(o => o.Type));
        Assert.True(operators[0].Milliseconds > operators[1].Milliseconds);
        Assert.Equal(["model.onnx"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_profile_is_read_without_its_first_runs_and_its_outliers()
    {
        int[] microseconds = [900, 800, 700, 10, 12, 14, 16, 18, 20, 22, 5000];
        var trace = string.Join(',', microseconds.Select(us => Node("conv_kernel_time", us, "Conv")).Append(Node("conv_fence_before", 7, "Conv")));

        var conv = Assert.Single(OperatorTimes.Read(Encoding.UTF8.GetBytes($"[{trace}]")));

        Assert.Equal(("conv", "Conv", 0.017), (conv.Node, conv.Type, conv.Milliseconds));

        static string Node(string name, int us, string type) => $$"""{"cat":"Node","name":"{{name}}","dur":{{us}},"args":{"node_index":"3","op_name":"{{type}}"} }""";
    }
}
