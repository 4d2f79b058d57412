namespace DeepIoT.Cli.Output;

/// <summary>One column of a printed result.</summary>
/// <param name="Key">Its name in JSON and CSV.</param>
/// <param name="Title">Its heading in a table.</param>
/// <param name="Value">What JSON and CSV hold: text, a number, a truth value or null.</param>
/// <param name="Text">What a table shows, when that is not the value itself.</param>
/// <param name="InTable">False for figures that only programs want.</param>
public sealed record Column<T>(string Key, string Title, Func<T, object?> Value, Func<T, string>? Text = null, bool InTable = true);
