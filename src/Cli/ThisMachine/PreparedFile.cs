using DeepIoT.Cli.Shell;
using DeepIoT.Compression.Data.Preparation;

namespace DeepIoT.Cli.ThisMachine;

/// <summary>One part of prepared data, where it was written.</summary>
public sealed record PreparedFile(string Path, PreparedTask Task, PreparedPart Part)
{
    public long Bytes { get; } = new FileInfo(Path).Length;

    /// <summary>Writes `NAME.train.npz` and `NAME.test.npz` of every task, all or none.</summary>
    /// <exception cref="UserMistakeException">The folder cannot be written.</exception>
    public static IReadOnlyList<PreparedFile> Write(IReadOnlyList<PreparedTask> tasks, string folder, CancellationToken cancellation)
    {
        var parts = tasks
            .SelectMany(task => new[] { (Part: task.Train, Name: "train"), (Part: task.Test, Name: "test") }, (task, part) => (Task: task, part.Part, Name: $"{task.Name}.{part.Name}.npz"))
            .ToList();
        new FilesTogether(folder, [.. parts.Select(part => (part.Name, (Action<Stream>)(target => part.Task.Write(part.Part, target))))]).Write(cancellation);
        return [.. parts.Select(part => new PreparedFile(System.IO.Path.Combine(folder, part.Name), part.Task, part.Part))];
    }
}
