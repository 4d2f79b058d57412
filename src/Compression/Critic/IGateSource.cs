using DeepIoT.Compression.Graph;

namespace DeepIoT.Compression.Critic;

/// <summary>Draws gates for one batch.</summary>
public interface IGateSource
{
    Gates Draw(ModelGraph graph, int batch);
}
