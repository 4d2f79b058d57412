using TorchSharp;

namespace DeepIoT.Compression.Tests;

public sealed class TorchSmokeTests
{
    [Fact]
    public void The_native_library_loads_and_convolves()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(7);

        var image = torch.randn([1, 3, 8, 8], generator: generator);
        var delta = torch.zeros(3, 3, 1, 1);
        for (var channel = 0; channel < 3; channel++)
            delta[channel, channel, 0, 0] = 1;

        Assert.True(torch.nn.functional.conv2d(image, delta).equal(image).all().item<bool>());
    }
}
