namespace DeepIoT.Cli.CampaignFiles;

/// <summary>Fields that name files, relative to the folder of the campaign file.</summary>
public sealed class FileFields(string folder)
{
    public Parsed<string> Existing(string text)
    {
        if (text.Trim().Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            return new Complaint("names no file", "Write a path relative to the campaign file.");
        var path = Path.GetFullPath(Path.Combine(folder, text));
        if (Directory.Exists(path))
            return new Complaint($"'{text}' is a folder", "Name one file.");
        return File.Exists(path)
            ? path
            : new Complaint($"there is no file '{text}'", $"Paths start at the campaign file's own folder, so {path} was looked for.");
    }
}
