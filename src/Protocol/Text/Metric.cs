namespace DeepIoT.Protocol.Text;

/// <summary>What a campaign's accuracies are shares of: right answers, or, where no labels say what is right, answers like the uncompressed network's.</summary>
/// <param name="Name">One word, as it stands in headings and JSON.</param>
/// <param name="Note">What a reader must know about it; null for what everybody expects.</param>
public sealed record Metric(string Name, string? Note)
{
    private static readonly Metric Accuracy = new("accuracy", null);

    private static readonly Metric Agreement = new(
        "agreement", "The data has no labels: agreement is accuracy by the uncompressed network's own answers, of which it has 100 % right by definition.");

    public static Metric Of(bool isAgreement) => isAgreement ? Agreement : Accuracy;

    /// <summary>The columns of the test and the validation part. In a table `validation` alone means its accuracy.</summary>
    public (string TestKey, string TestTitle, string ValidationKey, string ValidationTitle) Columns => Note is null
        ? ("accuracy", "test accuracy", "validationAccuracy", "validation")
        : ("agreement", "test agreement", "validationAgreement", "validation agreement");
}
