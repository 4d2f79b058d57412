namespace DeepIoT.Compression.Tasks;

/// <summary>What a network is for, which decides its loss and its accuracy.</summary>
public enum TaskKind
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>A sequence of tokens, aligned by CTC; class 0 is the blank.</summary>
    Sequence,

    /// <summary>One or several numbers.</summary>
    Regression,

    /// <summary>Yes or no to one or several questions.</summary>
    Labels,
}
