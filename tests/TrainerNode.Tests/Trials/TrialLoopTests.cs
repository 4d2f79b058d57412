using System.Threading.Channels;
using DeepIoT.Compression.Trials;
using DeepIoT.TrainerNode.Trials;
using Microsoft.Extensions.Time.Testing;

namespace DeepIoT.TrainerNode.Tests.Trials;

public sealed class TrialLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<TrialNews> _news = Channel.CreateUnbounded<TrialNews>();
    private readonly List<TrialProgress> _progress = [];
    private double? _aim;

    private TrialLoop Loop(ScriptedTrial trial) => new(() => trial, _news.Writer, () => _aim, _progress.Add, (_, _) => { }, _time);

    private List<TrialNews> News => [.. Enumerable.Range(0, _news.Reader.Count).Select(_ => _news.Reader.TryRead(out var news) ? news : null!)];

    [Fact]
    public void Candidates_and_checkpoints_are_told_at_rungs_and_the_end_once()
    {
        Loop(new ScriptedTrial { Steps = 10, StepsPerRung = 5 }).Run();

        Assert.Collection(
            News,
            rung =>
            {
                Assert.Equal(1, Assert.Single(rung.Candidates).Rung);
                Assert.Equal(ScriptedTrial.CheckpointAt(5), rung.Checkpoint);
                Assert.Equal(TrialEnd.None, rung.End);
            },
            end =>
            {
                Assert.Equal(2, Assert.Single(end.Candidates).Rung);
                Assert.Null(end.Checkpoint);
                Assert.Equal(TrialEnd.Completed, end.End);
            });
        Assert.True(_news.Reader.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_trial_ends_with_a_checkpoint_at_the_rung_where_it_is_to_be_handed_in()
    {
        new TrialLoop(() => new ScriptedTrial { Steps = 20, StepsPerRung = 5 }, _news.Writer, () => _aim, _progress.Add, (_, _) => { }, _time, handInAt: 2).Run();

        var news = News;
        Assert.Equal([TrialEnd.None, TrialEnd.HandedIn], news.Select(one => one.End));
        Assert.Equal(2, Assert.Single(news[1].Candidates).Rung);
        Assert.Equal(ScriptedTrial.CheckpointAt(10), news[1].Checkpoint);
        Assert.True(_news.Reader.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void Progress_is_told_twice_a_second_and_at_the_end()
    {
        Loop(new ScriptedTrial { Steps = 101, During = _ => _time.Advance(TimeSpan.FromSeconds(0.1)) }).Run();

        Assert.Equal(21, _progress.Count);
        Assert.Equal(1, _progress[^1].Fraction);
    }

    [Fact]
    public void A_stopped_trial_ends_after_its_step_and_says_nothing_more()
    {
        TrialLoop? loop = null;
        var trial = new ScriptedTrial
        {
            StepsPerRung = 3,
            During = step =>
            {
                if (step == 4)
                    loop!.Stop();
            },
        };
        loop = Loop(trial);

        loop.Run();

        Assert.Equal(4, trial.Done);
        Assert.Equal(TrialEnd.None, Assert.Single(News).End);
        Assert.True(trial.Disposed.Task.IsCompleted);
    }

    [Fact]
    public void A_trial_that_is_handed_back_ends_after_its_step_with_a_checkpoint()
    {
        TrialLoop? loop = null;
        loop = Loop(new ScriptedTrial
        {
            During = step =>
            {
                if (step == 4)
                    loop!.HandBack();
            },
        });

        loop.Run();

        var news = Assert.Single(News);
        Assert.Equal(TrialEnd.HandedBack, news.End);
        Assert.Equal(ScriptedTrial.CheckpointAt(4), news.Checkpoint);
    }

    [Fact]
    public void A_trial_is_sent_elsewhere_before_its_next_step_and_once()
    {
        var targets = new List<double?>();
        ScriptedTrial? trial = null;
        trial = new ScriptedTrial
        {
            Steps = 4,
            During = step =>
            {
                targets.Add(trial!.Target);
                trial.Retarget(0);
                _aim = step switch { 1 => 0.3, 3 => 0.2, _ => _aim };
            },
        };

        Loop(trial).Run();

        Assert.Equal([null, 0.3, 0, 0.2], targets);
    }

    [Fact]
    public void What_is_to_be_measured_is_told_between_rungs()
    {
        ScriptedTrial? trial = null;
        trial = new ScriptedTrial
        {
            Steps = 5,
            During = step =>
            {
                if (step == 2)
                    trial!.Add(Probe(7));
            },
        };

        Loop(trial).Run();

        var news = News[0];
        Assert.Equal(7, Assert.Single(news.Probes).Onnx[0]);
        Assert.Equal((0, null, TrialEnd.None), (news.Candidates.Count, news.Checkpoint, news.End));
    }

    [Fact]
    public async Task A_fault_ends_the_news_after_what_went_before_it()
    {
        var trial = new ScriptedTrial
        {
            StepsPerRung = 1,
            During = step =>
            {
                if (step == 2)
                    throw new ArithmeticException("the loss is no number");
            },
        };

        Assert.Throws<ArithmeticException>(() => Loop(trial).Run());

        Assert.Single((await _news.Reader.ReadAsync()).Candidates);
        await Assert.ThrowsAsync<ArithmeticException>(() => _news.Reader.Completion);
        Assert.True(trial.Disposed.Task.IsCompleted);
    }

    private static TrialProbe Probe(byte number) => new([number], "", 0.5);

    [Fact]
    public void News_that_piled_up_keep_every_candidate_and_the_last_checkpoint()
    {
        var news = new TrialNews([Probe(1)], [ScriptedTrial.Candidate(1)], [1], TrialEnd.None)
            .Then(new TrialNews([Probe(2)], [ScriptedTrial.Candidate(2)], [2], TrialEnd.None))
            .Then(new TrialNews([], [ScriptedTrial.Candidate(3)], null, TrialEnd.Completed));

        Assert.Equal([1, 2], news.Probes.Select(probe => probe.Onnx[0]));
        Assert.Equal([1, 2, 3], news.Candidates.Select(candidate => candidate.Rung));
        Assert.Equal([2], news.Checkpoint);
        Assert.Equal(TrialEnd.Completed, news.End);
    }
}
