namespace DeepIoT.Compression.Zoo;

/// <param name="Epoch">The epoch that runs or has just ended, from 1.</param>
/// <param name="Fraction">Done share of the whole training, 0..1.</param>
/// <param name="Loss">Mean cross-entropy of the epoch so far.</param>
/// <param name="ValidationAccuracy">Share of right answers, 0..1, at the end of an epoch; null inside one.</param>
/// <param name="TestAccuracy">Of the model that is returned, in the last report, where the data has a test part.</param>
public sealed record ZooTrainingProgress(int Epoch, double Fraction, double Loss, double? ValidationAccuracy, double? TestAccuracy);
