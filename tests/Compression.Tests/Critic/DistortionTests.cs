using DeepIoT.Compression.Critic;
using TorchSharp;

namespace DeepIoT.Compression.Tests.Critic;

public sealed class DistortionTests
{
    [Fact]
    public void No_distortion_leaves_images_as_they_are()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var images = torch.rand([5, 1, 8, 8], generator: generator);

        Assert.True(torch.allclose(images, new Distortion(0, 0, 0).Apply(images, generator), atol: 1e-5));
    }

    [Fact]
    public void Each_image_moves_by_its_own_amount_and_within_the_limit()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var images = torch.zeros(100, 1, 8, 8);
        images[torch.TensorIndex.Colon, torch.TensorIndex.Colon, 4, 4] = 1;

        var moved = new Distortion(0, 0, 0.125).Apply(images, generator);
        var places = torch.arange(8, dtype: torch.float32);
        var centres = (moved.sum(3) * places).sum(2).squeeze(1).data<float>().ToArray();

        // An eighth of eight pixels is one pixel, and bilinear weights keep the centre of mass.
        Assert.All(centres, centre => Assert.InRange(centre, 3 - 1e-4, 5 + 1e-4));
        Assert.True(centres.Max() - centres.Min() > 1.5);
        Assert.Equal(100, centres.Distinct().Count());
    }

    [Fact]
    public void Half_of_the_images_are_mirrored_and_none_is_changed_otherwise()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var images = torch.rand([200, 2, 8, 8], generator: generator);

        var shown = new Distortion(0, 0, 0, Mirrors: true).Apply(images, generator);
        var same = Enumerable.Range(0, 200).Count(i => torch.allclose(images[i], shown[i], atol: 1e-5));
        var mirrored = Enumerable.Range(0, 200).Count(i => torch.allclose(images[i].flip(2), shown[i], atol: 1e-5));

        Assert.Equal(200, same + mirrored);
        Assert.InRange(mirrored, 70, 130);
    }

    [Fact]
    public void A_sample_of_any_kind_takes_up_to_the_share_from_its_neighbour()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(1);
        var samples = torch.eye(100).reshape(100, 4, 25);

        var blended = new Distortion(0, 0, 0, Blend: 0.4).Apply(samples, generator).reshape(100, 100);
        var own = blended.diagonal().data<float>().ToArray();
        var neighbours = Enumerable.Range(0, 100).Select(i => blended[i, (i + 99) % 100].item<float>()).ToArray();

        Assert.All(own.Zip(neighbours), both => Assert.Equal(1, both.First + both.Second, 1e-6));
        Assert.All(neighbours, share => Assert.InRange(share, 0, 0.4));
        Assert.True(neighbours.Max() - neighbours.Min() > 0.3);
    }
}
