using DeepIoT.Compression.Onnx;
using DeepIoT.DeviceProfiler.Inference;
using DeepIoT.DeviceProfiler.Tests.Models;

namespace DeepIoT.DeviceProfiler.Tests.Inference;

public sealed class OnnxInferenceTests : Scratch
{
    [Theory]
    [InlineData(TensorProto.Types.DataType.Float)]
    [InlineData(TensorProto.Types.DataType.Double)]
    [InlineData(TensorProto.Types.DataType.Float16)]
    [InlineData(TensorProto.Types.DataType.Bfloat16)]
    [InlineData(TensorProto.Types.DataType.Int8)]
    [InlineData(TensorProto.Types.DataType.Uint16)]
    [InlineData(TensorProto.Types.DataType.Int32)]
    [InlineData(TensorProto.Types.DataType.Int64)]
    [InlineData(TensorProto.Types.DataType.Bool)]
    public void Inputs_of_any_number_type_are_made_up_and_run(TensorProto.Types.DataType type)
    {
        using var inference = Load(TestModels.OfInput(type, "batch", 5), batch: 3);

        inference.Run(2);

        var output = Assert.Single(inference.Outputs());
        Assert.Equal(15, output.Length);
        Assert.All(output, value => Assert.InRange(value, 0, 1));
        Assert.Contains(output, value => value > 0);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        using var first = Load(TestModels.Dense(), seed: 5);
        using var same = Load(TestModels.Dense(), seed: 5);
        using var other = Load(TestModels.Dense(), seed: 6);
        foreach (var inference in new[] { first, same, other })
            inference.Run(1);

        Assert.Equal(first.Outputs(), same.Outputs());
        Assert.NotEqual(first.Outputs(), other.Outputs());
    }

    [Fact]
    public void A_dynamic_dimension_is_refused_by_its_name() =>
        Assert.Contains(
            "`width`",
            Assert.Throws<ModelRefusedException>(() => Load(TestModels.OfInput(TensorProto.Types.DataType.Float, "batch", "width"))).Message,
            StringComparison.Ordinal);

    private OnnxInference Load(ModelProto model, int batch = 1, int seed = 1) =>
        OnnxInference.Load(model.Save(Folder), threads: 1, batch, seed);
}
