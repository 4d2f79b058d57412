using System.Globalization;
using System.Text;

namespace DeepIoT.Compression.Data.Formats;

/// <summary>
/// Plain numbers between commas, one sample a line, its label, if any, in the last column. The first line may name the columns.
/// </summary>
internal sealed class CsvReader(string field, double scale, bool isLabelled, List<Problem> problems)
{
    private const int MostProblems = 20;

    private readonly List<float[]> _blocks = [];
    private readonly List<double> _labels = [];
    private float[] _row = [];
    private int _columns;
    private int _rows;
    private int _found;

    /// <returns>Null when problems were found; all of them are in the list, the first ones one by one.</returns>
    public CsvTable? Read(DataFile file)
    {
        var lines = new CsvLines(file.Content, field);
        var firstLine = 1;
        var emptyAt = 0;
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty)
            {
                emptyAt = emptyAt == 0 ? lines.Number : emptyAt;
                continue;
            }
            if (emptyAt != 0)
            {
                Report($"line {emptyAt} is empty", "Remove it");
                emptyAt = 0;
            }
            if (lines.Number == 1 && IsHeader(line))
                firstLine = 2;
            else
                ReadRow(line, lines.Number);
        }
        if (_rows == 0)
            Report("there are no samples in it", "Give one sample a line");
        if (_found > MostProblems)
            problems.Add(new Problem(field, $"{_found - MostProblems} more such problems follow", "Mend these first"));
        return _found == 0 ? new CsvTable(Join(), _row.Length, [.. _labels], firstLine) : null;
    }

    /// <summary>A header has no number at all, so a misprint in the first sample is not taken for one.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        foreach (var range in line.Split((byte)','))
        {
            if (TryNumber(line[range], out _))
                return false;
        }
        return true;
    }

    private void ReadRow(ReadOnlySpan<byte> line, int number)
    {
        _rows++;
        var columns = line.Count((byte)',') + 1;
        if (_columns == 0)
            Start(columns, number);
        if (columns != _columns)
        {
            Report($"line {number} has {columns} columns and the first sample has {_columns}", "Give every line the same columns");
            return;
        }
        var label = 0.0;
        var column = 0;
        foreach (var range in line.Split((byte)','))
        {
            var text = line[range];
            column++;
            if (!TryNumber(text, out label))
                Report($"line {number}, column {column}: {Quoted(text)} is not a number", "Give plain numbers with a decimal point, between commas");
            else if (!float.IsFinite((float)(label * scale)))
                Report($"line {number}, column {column} is {Quoted(text)}, not a finite float32", "Leave such samples out or fill the gap");
            else if (column <= _row.Length)
                _row[column - 1] = (float)(label * scale);
        }
        Keep(label);
    }

    private void Start(int columns, int number)
    {
        _columns = columns;
        _row = new float[columns - (isLabelled ? 1 : 0)];
        if (_row.Length == 0)
            Report($"line {number} has one column", "Separate the inputs and the label, which comes last, by commas");
    }

    private void Keep(double label)
    {
        if (_found > 0)
            return;
        if ((long)(_blocks.Count + 1) * _row.Length > ArrayHeader.MostValues)
            throw new RejectedException(field, $"there are more than {ArrayHeader.MostValues} values", "Use fewer or smaller samples");
        if (isLabelled)
            _labels.Add(label);
        _blocks.Add([.. _row]);
    }

    private float[] Join()
    {
        var inputs = GC.AllocateUninitializedArray<float>(_blocks.Count * _row.Length);
        for (var i = 0; i < _blocks.Count; i++)
            _blocks[i].CopyTo(inputs, i * _row.Length);
        return inputs;
    }

    private void Report(string reason, string remedy)
    {
        if (++_found <= MostProblems)
            problems.Add(new Problem(field, reason, remedy));
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Quoted(ReadOnlySpan<byte> text) =>
        $"'{Encoding.UTF8.GetString(text.Length > 20 ? text[..20] : text).Trim()}'";
}
