using DeepIoT.Compression.Critic;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Critic;

public sealed class TrainingLossTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_loss_that_is_no_number_any_more_ends_the_training(float value)
    {
        using var loss = tensor(value);

        Assert.Throws<DivergedException>(() => TrainingLoss.Of(loss));
    }

    [Fact]
    public void Any_other_loss_is_told()
    {
        using var loss = tensor(0.5f);

        Assert.Equal(0.5, TrainingLoss.Of(loss));
    }
}
