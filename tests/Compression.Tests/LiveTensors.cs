namespace DeepIoT.Compression.Tests;

/// <summary>Torch counts the tensors of the whole process, so tests that watch the count run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveTensors
{
    public const string Name = "live tensors";

    /// <summary>How many live, once those that earlier tests left to the garbage collector are gone.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }
}
