namespace DeepIoT.Compression.Data.Formats;

/// <summary>The numbers of a CSV file.</summary>
/// <param name="Inputs">Row-major, <paramref name="Columns"/> in a row, already scaled.</param>
/// <param name="Labels">The last column of each row; none without labels.</param>
/// <param name="FirstLine">Line, from 1, of the first row; there are no empty lines between rows.</param>
internal sealed record CsvTable(float[] Inputs, int Columns, double[] Labels, int FirstLine);
