using System.Diagnostics;
using System.Threading.Channels;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.TrainerNode.Slots;
using DeepIoT.TrainerNode.Telemetry;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Trials;

/// <summary>
/// Runs an attempt at a trial: fetches what it works on, drives it on a thread of its own, and brings its
/// probes, candidates and checkpoints to the coordinator. Training goes on while they are on their way.
/// </summary>
internal sealed class TrialJob(ITrialFactory factory, TrialInputs inputs, ArtifactClient artifacts, TimeProvider time)
{
    public async Task RunAsync(StartTrial order, Attempt attempt)
    {
        Activity.Current?.SetTag("deepiot.trial.method", order.Settings.Method);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopped, attempt.Leaving);
        var settings = Wire.Settings(order, await inputs.BudgetAsync(order.Settings, interrupted.Token));
        var input = await inputs.ReadAsync(order.Model, order.Data, order.Task, order.Decoding, order.SplitSeed, interrupted.Token);
        if (order.Start is not null)
            input = input with { Start = await inputs.BytesAsync(order.Start, interrupted.Token) };
        var checkpoint = order.Checkpoint is null ? null : await inputs.BytesAsync(order.Checkpoint, interrupted.Token);
        await DriveAsync(order, settings.Budget, attempt, () => checkpoint is null ? factory.Start(input, settings) : factory.Resume(input, settings, checkpoint));
    }

    private async Task DriveAsync(StartTrial order, Budget budget, Attempt attempt, Func<ITrial> start)
    {
        var news = Channel.CreateUnbounded<TrialNews>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var loop = new TrialLoop(start, news.Writer, () => attempt.Aim, progress => Tell(progress, order, attempt), TrainerSignals.Stepped, time, order.HasHandInAt ? order.HandInAt : null);
        using var stopping = attempt.Stopped.Register(loop.Stop);
        using var leaving = attempt.Leaving.Register(loop.HandBack);
        var thread = TorchRuntime.OnThreadOfItsOwn($"trial {attempt.Key.TrialId}", loop.Run);
        try
        {
            while (await news.Reader.WaitToReadAsync(attempt.Stopped))
                await DeliverAsync(Pending(news.Reader), order, budget, attempt);
        }
        finally
        {
            // The slot is free only when the thread is gone.
            loop.Stop();
            await thread.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TrainerSignals.Ended(attempt.Slot);
        }
    }

    /// <summary>All that has piled up while the last delivery was under way.</summary>
    private static TrialNews Pending(ChannelReader<TrialNews> reader)
    {
        var pending = new TrialNews([], [], null, TrialEnd.None);
        while (reader.TryRead(out var next))
            pending = pending.Then(next);
        return pending;
    }

    private async Task DeliverAsync(TrialNews news, StartTrial order, Budget budget, Attempt attempt)
    {
        using var activity = Signals.Start(Spans.Rung);
        foreach (var probe in order.WantsProbes ? news.Probes : [])
        {
            var model = await UploadAsync(probe.Onnx, $"{attempt.Key.TrialId}-probe.onnx", attempt);
            var found = Wire.Of(probe, model);
            found.TraceParent = Signals.TraceParent;
            await attempt.Outbox.SendAsync(new TrialReply { Probe = found }, attempt.Stopped);
        }
        CandidateFound? last = null;
        foreach (var candidate in news.Candidates)
        {
            var model = await UploadAsync(candidate.Onnx, $"{attempt.Key.TrialId}-rung{candidate.Rung}.onnx", attempt);
            TrainerSignals.Found(order.Settings.Method, candidate);
            activity?.SetTag("deepiot.trial.rung", candidate.Rung);
            last = Wire.Of(candidate, model, budget);
            last.TraceParent = Signals.TraceParent;
            await attempt.Outbox.SendAsync(new TrialReply { Candidate = last }, attempt.Stopped);
        }
        if (news.End == TrialEnd.Completed)
        {
            await attempt.Outbox.SendAsync(new TrialReply { Completed = new TrialCompleted() }, attempt.Stopped);
        }
        else if (news.Checkpoint is not null)
        {
            var checkpoint = await UploadAsync(news.Checkpoint, $"{attempt.Key.TrialId}.checkpoint", attempt);
            await attempt.Outbox.SendAsync(
                news.End switch
                {
                    TrialEnd.HandedBack => new TrialReply { Returned = new TrialReturned { Checkpoint = checkpoint } },
                    TrialEnd.HandedIn => new TrialReply { HandedIn = new HandedIn { Candidate = last, Checkpoint = checkpoint } },
                    _ => new TrialReply { Checkpoint = new CheckpointStored { Checkpoint = checkpoint } },
                },
                attempt.Stopped);
        }
    }

    private async Task<V1.ArtifactRef> UploadAsync(byte[] bytes, string name, Attempt attempt)
    {
        using var activity = Signals.Start(Spans.Upload);
        activity?.SetTag("deepiot.artifact.name", name).SetTag("deepiot.artifact.bytes", bytes.Length);
        return await artifacts.UploadAsync(bytes, name, attempt.Stopped);
    }

    private static void Tell(TrialProgress progress, StartTrial order, Attempt attempt)
    {
        var settings = order.Settings;
        TrainerSignals.Progressed(attempt.Slot, settings.Method, settings.Smallest ? null : attempt.Aim ?? settings.TargetShare, progress);
        attempt.Outbox.Tell(new TrialReply { Progressed = Wire.Of(progress) });
    }
}
