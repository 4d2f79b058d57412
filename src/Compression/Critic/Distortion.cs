using static TorchSharp.torch;

namespace DeepIoT.Compression.Critic;

/// <summary>Turns, scales, moves and mirrors each image of a batch at random, so that a small data set teaches what a large one would.</summary>
/// <param name="Degrees">Turned by up to this much either way.</param>
/// <param name="Zoom">Scaled by 1 ± this.</param>
/// <param name="Shift">Moved by up to this share of the side, along each.</param>
/// <param name="Mirrors">Half of the images have left and right exchanged.</param>
public sealed record Distortion(double Degrees, double Zoom, double Shift, bool Mirrors = false)
{
    /// <param name="images">float32 [batch, channels, height, width]; what comes in from outside is 0.</param>
    public Tensor Apply(Tensor images, Generator generator)
    {
        var angle = Uniform(Degrees * Math.PI / 180);
        var scale = Uniform(Zoom) + 1;
        var (cosine, sine) = (angle.cos() * scale, angle.sin() * scale);
        // The grid's coordinates go from -1 to 1.
        var (x, y) = (Uniform(2 * Shift), Uniform(2 * Shift));
        var maps = stack([stack([cosine, -sine, x], 1), stack([sine, cosine, y], 1)], 1);
        if (Mirrors)
        {
            // The first column is what a step to the right in the result is in the image.
            var sides = rand([images.shape[0], 1], generator: generator).ge(0.5) * 2f - 1f;
            maps.select(2, 0).mul_(sides);
        }
        var grid = nn.functional.affine_grid(maps, images.shape, align_corners: false);
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);

        Tensor Uniform(double most) => (rand([images.shape[0]], generator: generator) * (2 * most)) - most;
    }
}
