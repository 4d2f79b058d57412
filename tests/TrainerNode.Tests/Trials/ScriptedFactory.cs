using System.Collections.Concurrent;
using System.Threading.Channels;
using DeepIoT.Compression.Trials;

namespace DeepIoT.TrainerNode.Tests.Trials;

/// <summary>Hands out the trials of a test, and remembers what they were asked with.</summary>
internal sealed class ScriptedFactory(Func<ITrial> make) : ITrialFactory
{
    private readonly Channel<bool> _ordered = Channel.CreateUnbounded<bool>();

    public ConcurrentQueue<(TrialInput Input, TrialSettings Settings, byte[]? Checkpoint)> Orders { get; } = new();

    public Func<TrialInput, BaselineReport> Examination { get; init; } = _ =>
        new BaselineReport(new ModelCost(100, 200, 300), 0.97, null, 0.01, [new LayerWidth("conv1", 8, 8)]);

    public BaselineReport Examine(TrialInput input, CancellationToken cancellation) => Examination(input);

    public ITrial Start(TrialInput input, TrialSettings settings) => Make(input, settings, null);

    public ITrial Resume(TrialInput input, TrialSettings settings, ReadOnlyMemory<byte> checkpoint) =>
        Make(input, settings, checkpoint.ToArray());

    /// <summary>Returns once so many more trials have been asked for.</summary>
    public async Task OrderedAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (count-- > 0)
            await _ordered.Reader.ReadAsync(deadline.Token);
    }

    private ITrial Make(TrialInput input, TrialSettings settings, byte[]? checkpoint)
    {
        Orders.Enqueue((input, settings, checkpoint));
        _ordered.Writer.TryWrite(true);
        return make();
    }
}
