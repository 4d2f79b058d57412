using DeepIoT.Protocol.Ledger;

namespace DeepIoT.Coordinator.Boards.Enrolment;

/// <summary>What became of a board's wish to be enrolled.</summary>
internal abstract record EnrolmentOutcome
{
    public sealed record Done(KeptCredential Credential) : EnrolmentOutcome;

    /// <summary>The name has a good credential already.</summary>
    public sealed record NameTaken : EnrolmentOutcome;

    /// <summary>A credential is for one enrolment.</summary>
    public sealed record CredentialUsed : EnrolmentOutcome;

    /// <summary>There is no such join token, or as many boards have joined by it as were to.</summary>
    public sealed record NotInvited : EnrolmentOutcome;

    public sealed record Expired(DateTimeOffset At) : EnrolmentOutcome;
}
