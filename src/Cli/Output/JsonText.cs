using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeepIoT.Cli.Output;

/// <summary>JSON for people and programs alike: camel case, indented, unknown values as null.</summary>
public static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Sheet sheet) => Of(Rows(sheet));

    /// <summary>A sheet as part of a larger answer.</summary>
    public static IEnumerable<Dictionary<string, object?>> Rows(Sheet sheet) => sheet.Rows.Select(row =>
        sheet.Columns.Zip(row, KeyValuePair.Create).ToDictionary(pair => pair.Key.Key, pair => pair.Value.Value));

    /// <exception cref="JsonException">The bytes hold something else.</exception>
    public static T Read<T>(byte[] json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);
}
