namespace DeepIoT.Compression.Tests;

public sealed class TorchKernelsTests
{
    [Theory]
    [InlineData("vendor_id : AuthenticAMD\nflags : avx2 avx512f avx512_vp2intersect", true)]
    [InlineData("vendor_id : AuthenticAMD\nflags : avx2 avx512f", false)]
    [InlineData("vendor_id : GenuineIntel\nflags : avx2 avx512f avx512_vp2intersect", false)]
    public void OneDnn_is_off_on_processors_on_which_its_kernels_are_wrong(string processors, bool isWrong) =>
        Assert.Equal(isWrong, TorchKernels.ComputesWrongly(processors));
}
