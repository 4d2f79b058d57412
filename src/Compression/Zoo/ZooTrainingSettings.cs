using DeepIoT.Compression.Critic;
namespace DeepIoT.Compression.Zoo;

/// <summary>How a zoo network is trained. The model that is best on validation is kept.</summary>
/// <param name="PeakRate">Adam's learning rate at its highest, after a short warm-up and before its cosine to nothing.</param>
/// <param name="ValidationShare">Held out of train, by seed, for choosing.</param>
/// <param name="Seed">Gives the initial weights, the validation part, the order of samples and their distortion.</param>
/// <param name="Distortion">Of training images; null shows them as they are.</param>
public sealed record ZooTrainingSettings(
    int Epochs,
    int BatchSize = 128,
    double PeakRate = 2e-3,
    double ValidationShare = 0.1,
    ulong Seed = 1,
    Distortion? Distortion = null);
