using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Enrolment;

/// <summary>What a board shows to its coordinator.</summary>
/// <param name="Token">Null shows nothing.</param>
/// <param name="ClassHint">Null when nobody hinted at a class.</param>
internal sealed record BoardAccess(string? Token, string? ClassHint = null)
{
    /// <summary>
    /// A token that the owner gives is shown as it is, unless it is an invitation: that, or nothing, leads to the
    /// credential of the board's own. In clear text none of them goes anywhere.
    /// </summary>
    /// <exception cref="BoardRefusedException">The board cannot be enrolled.</exception>
    /// <exception cref="OperationCanceledException">The agent was told to stop.</exception>
    public static async Task<BoardAccess> OfAsync(ProfilerOptions options, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        if (!options.Coordinator.AreSecure)
            return new(options.Token);
        if (options.Token is { } shown && !JoinToken.Is(shown))
            return new(shown);
        var file = new CredentialFile(options.StateFolder, options.Coordinator.First, options.Name);
        try
        {
            return Of(options.Token is { } joinToken ? await EnrolledAsync(file, joinToken, options, time, logger, stop) : file.Read());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BoardRefusedException(
                [new() { Field = "state", Reason = $"the credential cannot be read or stored: {fault.Message}", Remedy = "choose a folder of this user's own" }]);
        }
    }

    private static async Task<BoardCredential> EnrolledAsync(
        CredentialFile file, string joinToken, ProfilerOptions options, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        // A join token proves itself; shown as a bearer token it would only be refused.
        using var channel = CoordinatorChannel.To(options.Coordinator, token: "");
        var enrolling = new Enrolling(file, new Protocol.V1.Boards.BoardsClient(channel), options.Name, time, logger);
        return await enrolling.CredentialAsync(joinToken, stop);
    }

    private static BoardAccess Of(BoardCredential? credential) =>
        new(credential?.Secret, credential is { ClassHint: { Length: > 0 } hint } ? hint : null);
}
