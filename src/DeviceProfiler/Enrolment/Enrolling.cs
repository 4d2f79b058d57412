using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Boards = DeepIoT.Protocol.V1.Boards;

namespace DeepIoT.DeviceProfiler.Enrolment;

/// <summary>From a join token to a credential of the board's own, however often the way there breaks.</summary>
internal sealed class Enrolling(CredentialFile file, Boards.BoardsClient boards, string board, TimeProvider time, ILogger logger)
{
    /// <summary>The stored credential, unless the token is another invitation that the coordinator takes.</summary>
    /// <exception cref="BoardRefusedException">The coordinator does not take the token.</exception>
    /// <exception cref="IOException">The credential cannot be stored.</exception>
    /// <exception cref="OperationCanceledException">The agent was told to stop.</exception>
    public async Task<BoardCredential> CredentialAsync(string joinToken, CancellationToken stop)
    {
        var stored = file.Read();
        if (stored?.IsFrom(joinToken) == true)
            return stored;
        var unconfirmed = file.ReadUnconfirmed() is { } earlier && earlier.IsFrom(joinToken) ? earlier : BoardCredential.For(joinToken);
        file.WriteUnconfirmed(unconfirmed);
        if (await EnrolAsync(joinToken, unconfirmed, hasAnother: stored is not null, stop) is not { } reply)
            return stored!;
        var confirmed = unconfirmed with { ClassHint = reply.ClassHint };
        file.Confirm(confirmed);
        AgentLog.Enrolled(logger, board, file.Path);
        return confirmed;
    }

    /// <returns>Null when the name is enrolled with the credential that the board has already.</returns>
    private async Task<EnrolReply?> EnrolAsync(string joinToken, BoardCredential credential, bool hasAnother, CancellationToken stop)
    {
        var request = new EnrolRequest { JoinToken = joinToken, Name = board, CredentialSha256 = ByteString.CopyFrom(credential.Sha256) };
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await boards.EnrolAsync(request, cancellationToken: stop);
            }
            catch (RpcException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
            catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists && hasAnother)
            {
                return null;
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.AlreadyExists or StatusCode.PermissionDenied
                or StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Unimplemented)
            {
                throw new BoardRefusedException([new() { Field = "token", Reason = refusal.Status.Detail.TrimEnd('.'), Remedy = "see docs/attach-a-board.md" }]);
            }
            catch (RpcException away)
            {
                var pause = Backoff.Pause(failures, Random.Shared.NextDouble());
                AgentLog.Detached(logger, away.Status.Detail, pause.TotalSeconds);
                await Task.Delay(pause, time, stop);
            }
        }
    }
}
