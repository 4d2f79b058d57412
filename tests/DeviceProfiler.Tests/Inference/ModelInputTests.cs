using DeepIoT.DeviceProfiler.Inference;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepIoT.DeviceProfiler.Tests.Inference;

public sealed class ModelInputTests
{
    [Fact]
    public void A_dynamic_first_dimension_takes_the_batch_of_the_protocol()
    {
        var (shape, problems) = Input([-1, 3, 32, 32], ["batch", "", "", ""]).Shape(batch: 4);

        Assert.Empty(problems);
        Assert.Equal([4, 3, 32, 32], shape);
    }

    [Fact]
    public void Other_dynamic_dimensions_are_refused_by_name_all_at_once()
    {
        var (_, problems) = Input([-1, 3, -1, -1], ["batch", "", "height", ""]).Shape(batch: 1);

        Assert.Equal(2, problems.Count);
        Assert.Contains("dimension 2 (`height`) of input `x` is dynamic", problems[0], StringComparison.Ordinal);
        Assert.Contains("dimension 3 (unnamed)", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_batch_other_than_the_one_asked_for_is_refused()
    {
        Assert.Empty(Input([1, 10], ["", ""]).Shape(batch: 1).Problems);
        Assert.Empty(Input([8, 10], ["", ""]).Shape(batch: 8).Problems);
        Assert.Contains("fixed first dimension of 1", Assert.Single(Input([1, 10], ["", ""]).Shape(batch: 8).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scalar_has_no_dimension_to_ask_for()
    {
        var (shape, problems) = Input([], []).Shape(batch: 8);

        Assert.Empty(problems);
        Assert.Empty(shape);
    }

    [Fact]
    public void Text_and_sequences_are_refused_by_what_they_are()
    {
        Assert.Contains("String", Assert.Single(new ModelInput("x", TensorElementType.String, [1], [""]).Shape(1).Problems), StringComparison.Ordinal);
        Assert.Contains("no tensor", Assert.Single(new ModelInput("x", null, [], []).Shape(1).Problems), StringComparison.Ordinal);
    }

    private static ModelInput Input(int[] dimensions, string[] symbols) => new("x", TensorElementType.Float, dimensions, symbols);
}
