using DeepIoT.Compression.Data;
using DeepIoT.Compression.Tasks;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Tests.Tasks;

public sealed class CtcTests
{
    private const int Time = 5, Tokens = 3;

    [Fact]
    public void The_loss_is_the_probability_of_all_paths_that_spell_the_target()
    {
        using var scope = NewDisposeScope();
        var scores = Scores(4);
        int[][] targets = [[1], [2, 1], [1, 1], []];
        using var task = new SequenceTask(Decoding.Greedy);

        var losses = task.LossOfEach(scores, tensor(Filled(targets), 4, 2)).data<float>().ToArray();

        for (var i = 0; i < targets.Length; i++)
        {
            var probability = Spelled(scores[i])[Key(targets[i])];
            Assert.Equal(-Math.Log(probability) / Math.Max(1, targets[i].Length), losses[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_wide_beam_finds_the_most_probable_sequence(int seed)
    {
        using var scope = NewDisposeScope();
        var scores = Scores(1, seed)[0];

        var found = CtcDecoder.Beam(nn.functional.log_softmax(scores, 1).data<float>().ToArray(), Tokens, width: 100);

        Assert.Equal(Spelled(scores).MaxBy(entry => entry.Value).Key, Key(found));
    }

    [Fact]
    public void A_beam_may_see_what_the_best_path_does_not()
    {
        // Blank is likeliest at each time, and yet "1" is spelled by more probability in all.
        float[] rows = [MathF.Log(0.6f), MathF.Log(0.4f), MathF.Log(0.6f), MathF.Log(0.4f)];

        Assert.Empty(CtcDecoder.Greedy([0, 0]));
        Assert.Equal([1], CtcDecoder.Beam(rows, 2, width: 4));
    }

    [Fact]
    public void The_best_path_merges_repeats_unless_a_blank_parts_them() =>
        Assert.Equal([1, 1, 2], CtcDecoder.Greedy([0, 1, 1, 0, 1, 2, 2, 0]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "12", 2)]
    [InlineData("123", "13", 1)]
    [InlineData("1212", "2121", 2)]
    [InlineData("333", "111", 3)]
    public void The_distance_counts_insertions_deletions_and_replacements(string from, string to, int distance) =>
        Assert.Equal(distance, CtcDecoder.Distance<int>([.. from.Select(c => c - '0')], [.. to.Select(c => c - '0')]));

    [Fact]
    public void Accuracy_is_one_minus_the_token_error_rate()
    {
        using var scope = NewDisposeScope();
        var samples = new Samples(new float[2], [1], Filled([[1, 2], [2, 1]]), 2);
        var scores = zeros(2, 4, 3);
        // Spelled: 1 2, right; and 2, with one token missing.
        foreach (var (row, time, token) in new[] { (0, 0, 1), (0, 1, 0), (0, 2, 2), (0, 3, 2), (1, 0, 2), (1, 1, 2), (1, 2, 0), (1, 3, 0) })
            scores[row, time, token] = 5;
        using var task = new SequenceTask(Decoding.Greedy);
        var tally = task.Begin(samples);

        tally.Add(scores, tensor(samples.Targets, 2, 2));

        Assert.Equal(0.75, tally.Accuracy);
    }

    [Fact]
    public void Where_a_token_separates_words_words_are_counted()
    {
        using var scope = NewDisposeScope();
        // "1 2" and "1", with 3 between the words, read as "1 1" and "1".
        float[] targets = [1, 3, 2, 1, -1, -1];
        var scores = zeros(2, 5, 4);
        foreach (var (row, time, token) in new[] { (0, 0, 1), (0, 1, 3), (0, 2, 1), (0, 3, 1), (0, 4, 0), (1, 0, 1), (1, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0) })
            scores[row, time, token] = 9;

        foreach (var beam in new[] { 1, 8 })
        {
            using var task = new SequenceTask(new Decoding(beam, Separator: 3));
            var tally = task.Begin(new Samples(new float[2], [1], targets, 3));
            tally.Add(scores, tensor(targets, 2, 3));
            Assert.Equal(2 / 3.0, tally.Accuracy, 1e-9);
        }
    }

    private static Tensor Scores(int batch, int seed = 1)
    {
        using var generator = new Generator((ulong)seed);
        return randn([batch, Time, Tokens], generator: generator);
    }

    private static float[] Filled(int[][] targets) =>
        [.. targets.SelectMany(t => t.Select(token => (float)token).Concat(Enumerable.Repeat(-1f, 2 - t.Length)))];

    /// <summary>Probability of every sequence, by going through all paths.</summary>
    private static Dictionary<string, double> Spelled(Tensor scores)
    {
        var rows = nn.functional.softmax(scores, 1).data<float>().ToArray();
        var spelled = new Dictionary<string, double>();
        for (var path = 0; path < Math.Pow(Tokens, Time); path++)
        {
            var (best, probability, rest) = (new long[Time], 1.0, path);
            for (var t = 0; t < Time; t++)
            {
                best[t] = rest % Tokens;
                rest /= Tokens;
                probability *= rows[(t * Tokens) + best[t]];
            }
            var key = Key(CtcDecoder.Greedy(best));
            spelled[key] = spelled.GetValueOrDefault(key) + probability;
        }
        return spelled;
    }

    private static string Key(int[] tokens) => string.Join(' ', tokens);
}
