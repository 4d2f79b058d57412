namespace DeepIoT.Protocol.Parsing;

/// <summary>Why a text was refused and what to write instead.</summary>
public sealed record Complaint(string Reason, string Remedy);

/// <summary>What a text means, or the complaint about it.</summary>
public readonly record struct Parsed<T>
{
    private readonly T? _value;

    private Parsed(T? value, Complaint? complaint) => (_value, Complaint) = (value, complaint);

    public Complaint? Complaint { get; }

    /// <exception cref="InvalidOperationException">There is a complaint instead.</exception>
    public T Value => Complaint is null ? _value! : throw new InvalidOperationException(Complaint.Reason);

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(Complaint complaint) => new(default, complaint);
}
