using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>Who makes a call to a coordinator that asks for tokens.</summary>
/// <param name="Name">That of the token, and of the user: campaigns belong to it.</param>
/// <param name="Board">The enrolled board whose credential it is; null for any other token.</param>
internal sealed record Caller(Role Role, string Name, string? Board)
{
    /// <summary>Null where nobody is asked for a token.</summary>
    public static Caller? Of(ServerCallContext context) => Call.Of(context)?.Caller;
}
