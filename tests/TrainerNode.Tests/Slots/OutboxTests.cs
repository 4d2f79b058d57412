using System.Threading.Channels;
using DeepIoT.Protocol.Cluster;
using DeepIoT.TrainerNode.Slots;
using Microsoft.Extensions.Time.Testing;

namespace DeepIoT.TrainerNode.Tests.Slots;

public sealed class OutboxTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PoolLink _link = new();
    private readonly Channel<TrialReply> _sent = Channel.CreateUnbounded<TrialReply>();
    private readonly Outbox _outbox;

    public OutboxTests()
    {
        _link.Connect(message => _sent.Writer.TryWrite(((TrialReply)message).Clone()));
        _outbox = new Outbox(new TrialKey { CampaignId = "c", TrialId = "t", Attempt = 2 }, "trainer", _link, _time);
    }

    private static TrialReply Reply => new() { Started = new TrialStarted() };

    [Fact]
    public async Task A_reply_is_repeated_until_it_is_stored()
    {
        var sending = _outbox.SendAsync(Reply, default);
        var first = await NextAsync();
        _time.Advance(Outbox.Patience);
        var second = await NextAsync();
        Assert.False(sending.IsCompleted);

        _outbox.Stored(1);
        await sending;

        Assert.Equal((1, "trainer", 2), (first.Sequence, first.Trainer, first.Key.Attempt));
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Replies_are_numbered_in_order()
    {
        foreach (var sequence in new[] { 1, 2, 3 })
        {
            var sending = _outbox.SendAsync(Reply, default);
            _outbox.Stored(sequence);
            await sending;
            Assert.Equal(sequence, (await NextAsync()).Sequence);
        }
    }

    [Fact]
    public async Task An_answer_to_an_earlier_reply_is_old_news()
    {
        var first = _outbox.SendAsync(Reply, default);
        _outbox.Stored(1);
        await first;
        var second = _outbox.SendAsync(Reply, default);

        _outbox.Stored(1);
        Assert.False(second.IsCompleted);

        _outbox.Stored(2);
        await second;
    }

    [Fact]
    public async Task What_is_sent_while_there_is_no_pool_arrives_once_there_is_one()
    {
        _link.Disconnect();
        var sending = _outbox.SendAsync(Reply, default);
        Assert.False(_sent.Reader.TryRead(out _));

        _link.Connect(message => _outbox.Stored(((TrialReply)message).Sequence));
        _time.Advance(Outbox.Patience);

        await sending.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stopped_attempt_waits_for_nothing()
    {
        using var stop = new CancellationTokenSource();
        var sending = _outbox.SendAsync(Reply, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private async Task<TrialReply> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _sent.Reader.ReadAsync(deadline.Token);
    }
}
