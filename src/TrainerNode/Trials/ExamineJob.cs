using DeepIoT.Compression;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>Examines what a campaign brings, and answers with the baseline or with every problem.</summary>
internal sealed class ExamineJob(ITrialFactory factory, TrialInputs inputs)
{
    public async Task RunAsync(Examine order, Attempt attempt)
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopped, attempt.Leaving);
        var examined = await ExamineAsync(order, interrupted.Token);
        await attempt.Outbox.SendAsync(new TrialReply { Examined = examined }, attempt.Stopped);
    }

    private async Task<Examined> ExamineAsync(Examine order, CancellationToken cancellation)
    {
        try
        {
            var input = await inputs.ReadAsync(order.Model, order.Data, order.Task, order.Decoding, order.SplitSeed, cancellation);
            if (order.Start is not null)
                input = input with { Start = await inputs.BytesAsync(order.Start, cancellation) };
            return Wire.Of(await TorchRuntime.OnThreadOfItsOwn("examine", () => factory.Examine(input, cancellation)));
        }
        catch (RejectedException rejection)
        {
            return Wire.Of(rejection.Problems);
        }
    }
}
