using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Access;

/// <summary>The tokens that are good, read again whenever the file changes: removing a line revokes a token.</summary>
internal sealed class TokensFile(string path)
{
    private readonly Lock _lock = new();
    private DateTime _readAt;
    private IReadOnlyList<AccessToken> _tokens = [];

    /// <summary>Null when the token is none of the file's.</summary>
    public AccessToken? Find(string token) => Current().FirstOrDefault(known => known.Matches(token));

    /// <summary>Whether a token of the file has that name.</summary>
    public bool Names(string name) => Current().Any(known => known.Name == name);

    /// <summary>What is wrong with the file; a line that is no token counts.</summary>
    public static IEnumerable<Problem> Problems(string path)
    {
        const string Remedy =
            "Write one line a token, `role name sha256`, with roles viewer, submitter, trainer, board or admin; `printf %s TOKEN | sha256sum` gives the hash";
        if (!File.Exists(path))
            return [new Problem { Field = "TokensFile", Reason = $"{path} does not exist", Remedy = Remedy }];
        var lines = File.ReadAllLines(path);
        var wrong = lines
            .Select((line, index) => (line, number: index + 1))
            .Where(row => IsToken(row.line) && AccessToken.Parse(row.line) is null)
            .Select(row => new Problem { Field = "TokensFile", Reason = $"line {row.number} of {path} is no token", Remedy = Remedy })
            .ToList();
        if (!lines.Any(IsToken))
            wrong.Add(new Problem { Field = "TokensFile", Reason = $"{path} has no token", Remedy = Remedy });
        return wrong;
    }

    private static bool IsToken(string line) => line.Trim() is { Length: > 0 } text && text[0] != '#';

    private IReadOnlyList<AccessToken> Current()
    {
        lock (_lock)
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (changed == _readAt)
                return _tokens;
            // Lines that are no tokens let nobody in; the start-up check has named them.
            _tokens = [.. File.Exists(path) ? File.ReadAllLines(path).Select(AccessToken.Parse).OfType<AccessToken>() : []];
            _readAt = changed;
            return _tokens;
        }
    }
}
