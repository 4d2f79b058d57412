using DeepIoT.Coordinator.Access.Inner;
using Grpc.Core;

namespace DeepIoT.Coordinator.Access;

/// <summary>One call from its headers to its status: what the gate and the audit log know of it.</summary>
/// <param name="method">`/package.Service/Verb`.</param>
/// <param name="from">Address that it comes from.</param>
/// <param name="authorization">The header of that name; asked for again while the call is open, and shown nowhere.</param>
/// <param name="connection">Cancelled when the connection breaks.</param>
internal sealed class Call(string method, string from, string? authorization, CancellationToken connection) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(connection);
    private readonly Lock _lock = new();
    private Status? _limit;
    private bool _isOver;
    private string _on = "";

    // What a caller sends is told back in so many letters at most.
    private const int LongestText = 128;

    public string Method => method;

    public string From => from;

    public string? Authorization => authorization;

    /// <summary>Null where nobody is asked for a token, and for calls that need none.</summary>
    public Caller? Caller { get; set; }

    /// <summary>`Service/Verb`.</summary>
    public string What => Short(method[(method.LastIndexOf('.') + 1)..]);

    /// <summary>Campaign, artifact, board or token that it is about; empty when about none.</summary>
    public string On
    {
        get => _on;
        set => _on = Short(value);
    }

    /// <summary>True once a message was read and the service has it.</summary>
    public bool IsReached { get; set; }

    /// <summary>What it is answered with, once that is known.</summary>
    public Status? Outcome { get; set; }

    /// <summary>Cancelled when the call is to end before the service ends it.</summary>
    public CancellationToken Ending => _end.Token;

    /// <summary>The caller does not wait for its end.</summary>
    public bool IsAbandoned => connection.IsCancellationRequested;

    /// <summary>Why we ended it; null when we did not.</summary>
    public Status? EndedBy => _end.IsCancellationRequested && !connection.IsCancellationRequested ? _limit : null;

    public static Call? Of(ServerCallContext context) =>
        context is InnerCallContext inner ? inner.Call : context.GetHttpContext().Features.Get<Call>();

    /// <summary>Says what a stream is about; other calls say so with their message.</summary>
    public static void Note(ServerCallContext context, string subject)
    {
        if (Of(context) is { } call)
            call.On = subject;
    }

    /// <summary>Ends it unless <see cref="GoOn"/> is called in time.</summary>
    public void EndAfter(TimeSpan time, Status why)
    {
        lock (_lock)
        {
            // Whoever ends calls from outside may come too late.
            if (_isOver)
                return;
            _limit = why;
            _end.CancelAfter(time);
        }
    }

    public void GoOn()
    {
        lock (_lock)
        {
            if (!_isOver)
                _end.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isOver = true;
        _end.Dispose();
    }

    private static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
