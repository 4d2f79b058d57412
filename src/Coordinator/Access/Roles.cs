using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Access;

/// <summary>Roles as the wire names them.</summary>
internal static class Roles
{
    public static Role Of(TokenRole role) => role switch
    {
        TokenRole.Viewer => Role.Viewer,
        TokenRole.Submitter => Role.Submitter,
        TokenRole.Trainer => Role.Trainer,
        TokenRole.Board => Role.Board,
        TokenRole.Admin => Role.Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "It is no role"),
    };

    /// <summary>In lower case, as users write it.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();
}
