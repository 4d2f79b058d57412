using System.Threading.Channels;
using DeepIoT.Protocol.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace DeepIoT.DeviceProfiler.Agent;

/// <summary>
/// Lets an <see cref="AgentState"/> act: one loop takes the events of stream, job and clock in turn, so that no
/// two of them are ever decided at once.
/// </summary>
internal sealed class AgentLoop(
    AgentState state, Boards.BoardsClient boards, Func<MeasureJob, CancellationToken, Task<FromBoard>> runJob, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);

    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>();
    private readonly long _start = time.GetTimestamp();
    private readonly CancellationTokenSource _leaving = new();
    private AgentState _state = state;
    private BoardStream? _stream;
    private CancellationTokenSource? _job;
    private Task _jobEnd = Task.CompletedTask;

    /// <summary>Takes part until <paramref name="drain"/> asks it to leave and it has done so.</summary>
    /// <exception cref="BoardRefusedException">The coordinator will not have this board as it is.</exception>
    public async Task RunAsync(TimeSpan drainLimit, CancellationToken drain)
    {
        using var asked = drain.Register(() => _events.Writer.TryWrite(new AgentEvent.DrainAsked("the agent was told to stop", drainLimit)));
        var attaching = new Attaching(boards, _events.Writer, time, logger).RunAsync(_leaving.Token);
        AgentAction.Leave? leave = null;
        while (leave is null)
        {
            var happened = await NextAsync();
            _stream = happened is StreamReady ready ? ready.Stream : happened is AgentEvent.StreamEnded ? null : _stream;
            var (next, actions) = _state.On(happened, time.GetElapsedTime(_start));
            _state = next;
            foreach (var action in actions)
                Act(action);
            leave = actions.OfType<AgentAction.Leave>().FirstOrDefault();
        }
        await LeaveAsync(attaching);
        if (leave.Refusal is not null)
            throw new BoardRefusedException([leave.Refusal]);
    }

    public void Dispose()
    {
        _job?.Dispose();
        _leaving.Dispose();
    }

    private async Task<AgentEvent> NextAsync()
    {
        var wait = _state.WakeAt is { } at ? Positive(at - time.GetElapsedTime(_start)) : Timeout.InfiniteTimeSpan;
        using var wake = new CancellationTokenSource(wait, time);
        try
        {
            return await _events.Reader.ReadAsync(wake.Token);
        }
        catch (OperationCanceledException)
        {
            return new AgentEvent.Woken();
        }
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private void Act(AgentAction action)
    {
        switch (action)
        {
            case AgentAction.Send send:
                _stream?.Send(send.Message);
                break;
            case AgentAction.Beat:
                _stream?.Send(new() { Heartbeat = new() { At = time.GetUtcNow().ToTimestamp() } });
                break;
            case AgentAction.HangUp drop:
                _stream?.Drop(drop.Reason);
                break;
            case AgentAction.StartJob start:
                AgentLog.JobStarted(logger, start.Job.LeaseId, start.Job.ModelSha256);
                _job?.Dispose();
                _job = new();
                _jobEnd = RunJobAsync(start.Job, _job.Token);
                break;
            case AgentAction.StopJob:
                _job?.Cancel();
                break;
            case AgentAction.Leave:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "unknown action");
        }
    }

    private async Task RunJobAsync(MeasureJob job, CancellationToken stop)
    {
        // Off the loop: the first steps of a job may block.
        var answer = await Task.Run(() => runJob(job, stop), CancellationToken.None);
        _events.Writer.TryWrite(new AgentEvent.JobEnded(job.LeaseId, answer));
    }

    private async Task LeaveAsync(Task attaching)
    {
        _job?.Cancel();
        await _jobEnd;
        _leaving.Cancel();
        _stream?.Finish();
        try
        {
            await attaching.WaitAsync(FarewellLimit, time);
        }
        catch (TimeoutException)
        {
            _stream?.Drop("the coordinator did not end the stream");
            await attaching;
        }
    }
}
