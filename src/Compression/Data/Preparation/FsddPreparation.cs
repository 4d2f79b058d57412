using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// The Free Spoken Digit Dataset: digits spoken by six people, as log-mel frames [64, 40] of which each band has mean 0 and
/// deviation 1 over the training part. The label is a sequence of one token, the digit + 1, since token 0 is the blank.
/// Takes 0 to 4 are the official test part.
/// </summary>
internal static class FsddPreparation
{
    private const string File = "fsdd.npz";
    private const int Digits = 10, Takes = 50;
    private const double FullScale = 1 << 15;

    public static PreparedTask Read(RawFolder folder) => folder.Archive(File, archive =>
    {
        var pcm = archive.Floats("pcm", 1 / FullScale);
        var offsets = archive.Integers("offset", null, 0, pcm.Length);
        var lengths = archive.Integers("length", offsets.Length, 1, pcm.Length);
        var wrong = Array.FindIndex([.. offsets.Zip(lengths, (offset, length) => (long)offset + length)], end => end > pcm.Length);
        if (wrong >= 0)
            throw RawFolder.Rejected(File, $"recording {wrong} ends behind the {pcm.Length} samples that there are");
        var digits = archive.Integers("digit", offsets.Length, 0, Digits - 1);
        var takes = archive.Integers("take", offsets.Length, 0, Takes - 1);
        var split = archive.Integers("split", offsets.Length, 0, 1);

        var (train, test) = (Part(0), Part(1));
        Normalise(train.Inputs, [train.Inputs, test.Inputs]);
        return new PreparedTask("fsdd", [BiLstm.Frames, BiLstm.Bands], Digits + 1, true, train, test);

        PreparedPart Part(int part)
        {
            int[] rows = [.. Enumerable.Range(0, split.Length).Where(row => split[row] == part)];
            var inputs = new float[rows.Length * LogMel.Size];
            for (var i = 0; i < rows.Length; i++)
                LogMel.Of(pcm.AsSpan(offsets[rows[i]], lengths[rows[i]]), inputs.AsSpan(i * LogMel.Size, LogMel.Size));
            return new PreparedPart(inputs, [.. rows.Select(row => digits[row] + 1)], [.. rows.Select(row => takes[row])]);
        }
    });

    /// <summary>Gives each band the mean 0 and the deviation 1 that it then has over the frames of the training part.</summary>
    private static void Normalise(float[] train, float[][] parts)
    {
        for (var band = 0; band < BiLstm.Bands; band++)
        {
            var (sum, squares, count) = (0.0, 0.0, train.Length / BiLstm.Bands);
            for (var i = band; i < train.Length; i += BiLstm.Bands)
                (sum, squares) = (sum + train[i], squares + ((double)train[i] * train[i]));
            var mean = sum / count;
            var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
            foreach (var part in parts)
            {
                for (var i = band; i < part.Length; i += BiLstm.Bands)
                    part[i] = (float)((part[i] - mean) / (deviation > 0 ? deviation : 1));
            }
        }
    }
}
