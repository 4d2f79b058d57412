using DeepIoT.Coordinator.Access.Audit;
using DeepIoT.Coordinator.Access.Limits;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>From time to time: ends open calls whose token is good no longer, and tells what the audit log has held back.</summary>
/// <param name="callers">Null where nobody is asked for a token.</param>
internal sealed class AccessPulse(OpenCalls open, AuditLog audit, TimeProvider time, Callers? callers = null) : BackgroundService
{
    /// <summary>A stream lives at most so long after its token.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            audit.Flush();
            if (callers is not null)
                EndStale(callers);
        }
    }

    private void EndStale(Callers callers)
    {
        foreach (var calls in open.All().Where(call => call.Caller is not null).GroupBy(call => call.Authorization))
        {
            if (WhyStale(callers, calls.Key) is not { } why)
                continue;
            foreach (var call in calls)
                call.EndAfter(TimeSpan.Zero, why);
        }
    }

    // While the database or the tokens file cannot be read, nobody is put out.
    private static Status? WhyStale(Callers callers, string? authorization)
    {
        try
        {
            callers.Of(authorization);
            return null;
        }
        catch (RpcException e)
        {
            return e.StatusCode == StatusCode.Unauthenticated ? e.Status : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
