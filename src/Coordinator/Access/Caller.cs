using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>Who makes a call to a coordinator that asks for tokens.</summary>
/// <param name="Name">That of the token, and of the user: campaigns belong to it.</param>
/// <param name="Board">The enrolled board whose credential it is; null for a token of the file.</param>
internal sealed record Caller(Role Role, string Name, string? Board)
{
    private static readonly object Key = new();

    public void AddTo(ServerCallContext context) => context.UserState[Key] = this;

    /// <summary>Null where nobody is asked for a token.</summary>
    public static Caller? Of(ServerCallContext context) => context.UserState.TryGetValue(Key, out var caller) ? (Caller)caller : null;
}
