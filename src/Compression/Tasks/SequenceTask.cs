using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using static DeepIoT.Compression.TorchNumber;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tasks;

/// <summary>
/// Scores [batch, time, tokens] with token 0 as the blank; targets are tokens from 1 on, filled up with -1. Connectionist
/// temporal classification (Graves et al. 2006); accuracy is 1 − token error rate, or word error rate where a token
/// separates words.
/// </summary>
public sealed class SequenceTask(Decoding decoding) : TrialTask
{
    public const int Filler = -1;

    public override TaskKind Kind => TaskKind.Sequence;

    public override IEnumerable<Problem> Problems(ModelGraph graph, IReadOnlyList<Samples> parts)
    {
        if (graph.Output.Rank != 3 || graph.Output.BatchAxis is not (0 or 1))
        {
            yield return new Problem("model", $"has an output of shape {graph.Output.ShapeText}", "A sequence has one score a token at each time: [N, time, tokens], or [time, N, tokens].");
            yield break;
        }
        var (time, tokens) = (graph.Output.Shape[1 - graph.Output.BatchAxis.Value], graph.Output.Shape[2]);
        if (parts.Any(part => part.Targets.Any(token => token >= tokens || token == 0)))
            yield return new Problem("data", $"has tokens outside 1 to {tokens - 1}", "Number the tokens from 1 on: 0 is the blank, and -1 fills up short sequences.");
        var longest = parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(row => CtcDecoder.TokensOf(part.TargetsOf(row)).Length)).DefaultIfEmpty(0).Max();
        if (longest > time)
            yield return new Problem("data", $"has sequences of {longest} tokens where the model makes {time} steps", "Give the model more steps, or shorter sequences.");
    }

    public override Tensor Scores(Network network, Tensor inputs, Gates? gates = null, bool isTraining = false)
    {
        var scores = network.Logits(inputs, gates, isTraining);
        return network.Graph.Output.BatchAxis == 1 ? scores.transpose(0, 1) : scores;
    }

    public override Tensor LossOfEach(Tensor scores, Tensor targets)
    {
        var lengths = targets.ne(Number(Filler)).sum(1);
        var times = full(scores.shape[0], Number(scores.shape[1]), ScalarType.Int64);
        var loss = nn.functional.ctc_loss(nn.functional.log_softmax(scores, 2).transpose(0, 1), targets.clamp_min(Number(0)).to(ScalarType.Int64), times, lengths,
            blank: 0, zero_infinity: true, reduction: nn.Reduction.None);
        return loss / lengths.clamp_min(Number(1));
    }

    public override Tensor Distance(Tensor scores, Tensor teacher, double temperature) => SoftmaxDistance(scores, teacher, temperature);

    public override IEnumerable<float[]> Answers(Tensor scores) => Read(scores).Select(tokens => Array.ConvertAll(tokens, token => (float)token));

    public override Tally Begin(Samples samples) => new ShareTally((scores, targets) =>
    {
        var (read, wanted, size) = (Read(scores), targets.contiguous().data<float>().ToArray(), (int)targets.shape[1]);
        int errors = 0, all = 0;
        for (var i = 0; i < read.Count; i++)
        {
            var tokens = CtcDecoder.TokensOf(wanted.AsSpan(i * size, size));
            if (decoding.Separator is { } separator)
            {
                var words = CtcDecoder.Words(tokens, separator);
                errors += CtcDecoder.Distance<string>(CtcDecoder.Words(read[i], separator), words);
                all += words.Length;
            }
            else
            {
                errors += CtcDecoder.Distance<int>(read[i], tokens);
                all += tokens.Length;
            }
        }
        // More errors than tokens are no less wrong than nothing right.
        return (Math.Max(0, all - errors), all);
    });

    private List<int[]> Read(Tensor scores)
    {
        var (time, tokens, read) = ((int)scores.shape[1], (int)scores.shape[2], new List<int[]>());
        if (decoding.Beam == 1)
        {
            var best = scores.argmax(2).data<long>().ToArray();
            for (var i = 0; i < scores.shape[0]; i++) read.Add(CtcDecoder.Greedy(best.AsSpan(i * time, time)));
            return read;
        }
        var logProbabilities = nn.functional.log_softmax(scores, 2).contiguous().data<float>().ToArray();
        for (var i = 0; i < scores.shape[0]; i++)
            read.Add(CtcDecoder.Beam(logProbabilities.AsSpan(i * time * tokens, time * tokens), tokens, decoding.Beam));
        return read;
    }
}
