using Akka.Actor;
using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Boards.Ledger;

/// <summary>
/// What waits to be written to the ledger, and who is answered once it is. One write at a time, so that events stay in
/// order; what a write did not take is part of the next.
/// </summary>
internal sealed class LedgerOutbox
{
    private readonly List<(string Board, BoardEvent Event)> _events = [];
    private readonly HashSet<string> _boards = [];
    private readonly List<(IActorRef Asker, IMessage Answer)> _answers = [];
    private (int Events, string[] Boards, int Answers)? _underWay;

    public void Changed(string board) => _boards.Add(board);

    public void Add(string board, BoardEvent happened)
    {
        _events.Add((board, happened));
        _boards.Add(board);
    }

    /// <summary>Answers once everything that has been added by now is stored.</summary>
    public void AnswerLater(IActorRef asker, IMessage answer) => _answers.Add((asker, answer));

    /// <summary>What is to be written now; null when there is nothing, or a write is under way.</summary>
    /// <param name="now">Also what can wait for an event: figures that change with every job.</param>
    public LedgerBatch? Next(Func<string, KeptBoard?> board, bool now)
    {
        if (_underWay is not null || (_events.Count == 0 && _answers.Count == 0 && !(now && _boards.Count > 0)))
            return null;
        _underWay = (_events.Count, [.. _boards], _answers.Count);
        var kept = _boards.Select(board).OfType<KeptBoard>().ToArray();
        _boards.Clear();
        return new LedgerBatch(kept, [.. _events]);
    }

    public IReadOnlyList<(IActorRef Asker, IMessage Answer)> Stored()
    {
        var (events, _, count) = _underWay!.Value;
        _underWay = null;
        _events.RemoveRange(0, events);
        return TakeAnswers(count);
    }

    /// <summary>Nothing was written: it stays to be, and whoever waited is to be told.</summary>
    public IReadOnlyList<IActorRef> Failed()
    {
        var (_, boards, count) = _underWay!.Value;
        _underWay = null;
        _boards.UnionWith(boards);
        return [.. TakeAnswers(count).Select(waiting => waiting.Asker)];
    }

    private List<(IActorRef Asker, IMessage Answer)> TakeAnswers(int count)
    {
        var answers = _answers.GetRange(0, count);
        _answers.RemoveRange(0, count);
        return answers;
    }
}
