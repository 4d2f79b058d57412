using System.CommandLine;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Cli.Commands.Data;

/// <summary>`deepiot data prepare`</summary>
internal sealed class DataPrepareCommand : ExampleCommand
{
    private static readonly Column<PreparedFile>[] Columns =
    [
        new("file", "file", f => f.Path),
        new("samples", "samples", f => f.Part.Labels.Length, f => Readable.Count(f.Part.Labels.Length)),
        new("input", "sample", f => string.Join('×', f.Task.Sample)),
        new("classes", "classes", f => f.Task.Classes),
        new("groups", "groups", f => f.Part.Groups?.Distinct().Count()),
        new("bytes", "size", f => f.Bytes, f => Readable.Bytes(f.Bytes)),
    ];

    private readonly Argument<string> _name = new("name") { Description = $"The data set: {string.Join(", ", DataPreparation.All.Select(p => p.Name))}." };

    private readonly Option<string?> _from = new("--from")
    {
        Description = $"Folder of the raw files; else the data set's folder below the variable {RawData.FolderVariable}, by default {RawData.DefaultFolder}.",
        HelpName = "folder",
    };

    private readonly Option<string> _to = new("--output", "-o") { Description = "Folder to write to.", HelpName = "folder", Required = true };
    private readonly Option<bool> _all = new("--all") { Description = "Everything there is of cifar10, decoded from JPEG." };

    public DataPrepareCommand(Terminal terminal)
        : base("prepare", "Bring the raw files of a data set into the form that its networks take.",
            "deepiot data prepare mnist --from mnist -o data", "deepiot data prepare hapt -o data")
    {
        _name.CompletionSources.Add([.. DataPreparation.All.Select(p => p.Name)]);
        var format = CommonOptions.Format();
        AddRange([_name, _from, _to, _all, format]);
        SetAction(async (parsed, cancellation) =>
        {
            var preparation = DataPreparation.Find(parsed.GetRequiredValue(_name));
            var (folder, target) = (parsed.GetValue(_from) ?? RawData.FolderOf(preparation.Name), parsed.GetRequiredValue(_to));
            var all = parsed.GetValue(_all);
            var files = await Task.Run(() => PreparedFile.Write(preparation.Prepare(folder, all), target, cancellation), cancellation);
            terminal.Print(Sheet.Of(files, Columns, "There is nothing to prepare."), parsed.GetValue(format));
            if (preparation.HasMore && !all)
                terminal.Error.WriteLine($"This is a part of {preparation.Name}; --all prepares the whole.");
        });
    }
}
