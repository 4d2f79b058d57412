using System.Collections.Concurrent;
using System.Threading.Channels;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;
using DeepIoT.TrainerNode.Tests.Artifacts;
using DeepIoT.TrainerNode.Trials;
using Microsoft.Extensions.Logging.Abstractions;
using V1 = DeepIoT.Protocol.V1;

namespace DeepIoT.TrainerNode.Tests.Trials;

/// <summary>
/// A trainer without a cluster: its bench and jobs with real artifacts, and a campaign at the other end that
/// stores what it is sent unless told otherwise.
/// </summary>
internal sealed class TrainerBench
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ArtifactServer _server;
    private readonly Channel<TrialReply> _received = Channel.CreateUnbounded<TrialReply>();
    private readonly ConcurrentDictionary<(TrialKey, long), bool> _seen = new();
    private readonly TrialJob _trial;
    private readonly ExamineJob _examination;
    private readonly CharacteriseJob _characterisation;
    private readonly LearnJob _learning;

    public TrainerBench(ArtifactServer server, ITrialFactory factory, int slots = 1, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        _server = server;
        var client = new ArtifactClient(server.Channel, TransferRetry.Endless);
        var inputs = new TrialInputs(new ArtifactCache(server.Folder, client));
        Bench = new TrialBench(slots, "trainer-1", Link, time, NullLogger<TrialBench>.Instance);
        _trial = new TrialJob(factory, inputs, client, time);
        _examination = new ExamineJob(factory, inputs);
        _characterisation = new CharacteriseJob(inputs, client);
        _learning = new LearnJob(inputs, client);
        Link.Connect(message => Receive((TrialReply)message));
    }

    public PoolLink Link { get; } = new();

    public TrialBench Bench { get; }

    /// <summary>False: the campaign receives and stores nothing of these.</summary>
    public Func<TrialReply, bool> Stores { get; set; } = _ => true;

    public static TrialKey Key(string trial = "trial-1", int attempt = 1) => new() { CampaignId = "campaign-1", TrialId = trial, Attempt = attempt };

    public StartTrial Order(int attempt = 1, byte[]? checkpoint = null) => new()
    {
        Key = Key(attempt: attempt),
        Settings = new V1.TrialSettings { Method = "taylor", Cost = "macs", TargetShare = 0.05, Seed = 7, Epochs = 3, Options = { ["alpha"] = "2" } },
        Model = Stored([8, 8, 8]),
        Data = Data,
        SplitSeed = 11,
        Task = V1.Task.Classification,
        MaxDropPoints = 0.5,
        Checkpoint = checkpoint is null ? null : Stored(checkpoint),
    };

    /// <summary>Ten samples of two values and a label, in two classes.</summary>
    public V1.DataSpec Data => new()
    {
        Format = V1.DataFormat.Csv,
        Train = new V1.DataPart
        {
            Inputs = Stored([.. Enumerable.Range(0, 10).SelectMany(i => System.Text.Encoding.ASCII.GetBytes($"{i},{2 * i},{i % 2}\n"))]),
        },
        ValidationShare = 0.2,
        Scale = 0.5,
    };

    public V1.ArtifactRef Stored(byte[] bytes) => new() { Sha256 = _server.Artifacts.Add(bytes), Bytes = bytes.Length };

    public string? Start(StartTrial order) => Bench.Admit(order.Key, attempt => _trial.RunAsync(order, attempt));

    public string? Start(Examine order) => Bench.Admit(order.Key, attempt => _examination.RunAsync(order, attempt));

    public string? Start(Characterise order) => Bench.Admit(order.Key, attempt => _characterisation.RunAsync(order, attempt));

    public string? Start(Learn order) => Bench.Admit(order.Key, attempt => _learning.RunAsync(order, attempt));

    /// <summary>The next stored reply, each once.</summary>
    public async Task<TrialReply> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await _received.Reader.ReadAsync(deadline.Token);
    }

    public async Task<List<TrialReply>> NextAsync(int count)
    {
        var replies = new List<TrialReply>();
        while (replies.Count < count)
            replies.Add(await NextAsync());
        return replies;
    }

    public bool HasMore => _received.Reader.TryPeek(out _);

    /// <summary>Returns once no slot is taken.</summary>
    public async Task IdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Bench.Table.Running.IsEmpty)
                idle.TrySetResult();
        }

        Bench.Changed += Look;
        Look();
        await idle.Task.WaitAsync(Deadline);
        Bench.Changed -= Look;
    }

    private void Receive(TrialReply reply)
    {
        if (reply.Sequence == 0 || !Stores(reply))
            return;
        if (_seen.TryAdd((reply.Key, reply.Sequence), true))
            _received.Writer.TryWrite(reply.Clone());
        Bench.Stored(reply.Key, reply.Sequence);
    }
}
