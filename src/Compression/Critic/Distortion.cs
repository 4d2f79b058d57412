using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>
/// Changes each sample of a batch at random, so that a small data set teaches what a large one would: images are turned,
/// scaled, moved and mirrored, inputs of any kind blended with one another (mixup, Zhang et al. 2018).
/// </summary>
/// <param name="Degrees">Turned by up to this much either way.</param>
/// <param name="Zoom">Scaled by 1 ± this.</param>
/// <param name="Shift">Moved by up to this share of the side, along each.</param>
/// <param name="Mirrors">Half of the images have left and right exchanged.</param>
/// <param name="Blend">Up to this share of a sample is another one of the batch; below a half, its label remains the larger part's.</param>
public sealed record Distortion(double Degrees, double Zoom, double Shift, bool Mirrors = false, double Blend = 0)
{
    /// <summary>Whether samples must be images, [batch, channels, height, width].</summary>
    public bool IsOfImages => this with { Blend = 0 } != new Distortion(0, 0, 0);

    /// <param name="samples">float32 [batch, …].</param>
    public Tensor Apply(Tensor samples, Generator generator) => Blended(IsOfImages ? Warped(samples, generator) : samples, generator);

    /// <summary>Batches are drawn at random, so that a sample's neighbour is a random one.</summary>
    private Tensor Blended(Tensor samples, Generator generator)
    {
        if (Blend == 0) return samples;
        long[] each = [samples.shape[0], .. Enumerable.Repeat(1L, samples.shape.Length - 1)];
        return samples.lerp(samples.roll(1, 0), rand(each, generator: generator) * Number((float)Blend));
    }

    /// <param name="images">float32 [batch, channels, height, width]; what comes in from outside is 0.</param>
    private Tensor Warped(Tensor images, Generator generator)
    {
        var angle = Uniform(Degrees * Math.PI / 180);
        var scale = Uniform(Zoom).Plus(Number(1));
        var (cosine, sine) = (angle.cos() * scale, angle.sin() * scale);
        // The grid's coordinates go from -1 to 1.
        var (x, y) = (Uniform(2 * Shift), Uniform(2 * Shift));
        var maps = stack([stack([cosine, -sine, x], 1), stack([sine, cosine, y], 1)], 1);
        if (Mirrors)
        {
            // The first column is what a step to the right in the result is in the image.
            var sides = rand([images.shape[0], 1], generator: generator).ge(Number(0.5)) * Number(2.0) - Number(1.0);
            maps.select(2, 0).mul_(sides);
        }
        var grid = nn.functional.affine_grid(maps, images.shape, align_corners: false);
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);

        Tensor Uniform(double most) => (rand([images.shape[0]], generator: generator) * Number(2 * most)) - Number(most);
    }
}
