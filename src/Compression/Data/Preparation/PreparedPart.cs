namespace DeepIoT.Compression.Data.Preparation;

/// <summary>The train or the test part of a task.</summary>
/// <param name="Inputs">Row-major, as many rows as there are labels.</param>
/// <param name="Labels">The class of each sample or, in a sequence task, its only token, 1 or above.</param>
/// <param name="Groups">
/// Samples of one group, such as overlapping windows, say nearly the same and belong into one part of any further split;
/// null where every sample stands alone.
/// </param>
public sealed record PreparedPart(float[] Inputs, int[] Labels, int[]? Groups);
