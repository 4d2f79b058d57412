namespace DeepIoT.Cli.Output;

/// <summary>How a result is printed.</summary>
public enum OutputFormat
{
    Table,
    Json,
    Csv,
}
