using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Limits;

/// <summary>The calls that are open now, and how many more may be. Safe for use from several threads.</summary>
internal sealed class OpenCalls(CallLimits limits)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Call> _open = [];
    private readonly Dictionary<string, int> _ofCaller = [];

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: there are too many.</exception>
    public void Enter(Call call)
    {
        lock (_lock)
        {
            if (_open.Count >= limits.Open)
                throw TooMany($"This coordinator has {limits.Open} calls open, which is its limit. Try again in a while");
            if (call.Caller is { } caller)
            {
                var own = _ofCaller.GetValueOrDefault(caller.Name);
                if (own >= limits.OpenPerCaller)
                    throw TooMany($"{caller.Name} has {own} calls open, which is the limit of one caller. End some first");
                _ofCaller[caller.Name] = own + 1;
            }

            _open.Add(call);
        }
    }

    public void Leave(Call call)
    {
        lock (_lock)
        {
            if (!_open.Remove(call) || call.Caller is not { } caller)
                return;
            if (--_ofCaller[caller.Name] == 0)
                _ofCaller.Remove(caller.Name);
        }
    }

    public IReadOnlyList<Call> All()
    {
        lock (_lock)
            return [.. _open];
    }

    private static RpcException TooMany(string why) => new(new Status(StatusCode.ResourceExhausted, why));
}
