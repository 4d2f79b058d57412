using System.Security.Cryptography;

namespace DeepIoT.Protocol.Artifacts;

/// <summary>The names of artifacts: the SHA-256 of their bytes as 64 lower-case hex digits.</summary>
public static class Sha256
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return await OfAsync(file, cancellation);
    }

    /// <summary>True for what <see cref="Of"/> can return, and so for what may become a file's name.</summary>
    public static bool IsName(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
