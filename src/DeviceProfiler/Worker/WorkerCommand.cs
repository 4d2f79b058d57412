using System.Reflection;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>How a worker is started: a program and the arguments that end in the worker's verb.</summary>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Key of the assembly metadata by which a program says that it hands <see cref="MeasureWorker.Verb"/> on to
    /// <see cref="MeasureWorker.Run"/> before anything else.
    /// </summary>
    public const string ForwardsVerb = "DeepIoT.ForwardsMeasureWorker";

    /// <summary>
    /// The running program itself, when it is the agent or forwards the verb; below a foreign host, such as a test
    /// runner, the agent's own program beside this assembly.
    /// </summary>
    public static WorkerCommand OfThisProgram()
    {
        var agent = typeof(WorkerCommand).Assembly;
        var itself = Assembly.GetEntryAssembly() is { } entry && (entry == agent || Forwards(entry)) ? entry : null;
        var name = (itself ?? agent).GetName().Name!;
        var host = Environment.ProcessPath ?? throw new InvalidOperationException("the system does not tell the path of the running program");
        // Started as `dotnet x.dll`; otherwise as the program's own executable, which may hold everything in one file.
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
            return new(host, [Path.Combine(AppContext.BaseDirectory, name + ".dll"), MeasureWorker.Verb]);
        return new(itself is null ? Path.Combine(AppContext.BaseDirectory, name) : host, [MeasureWorker.Verb]);
    }

    private static bool Forwards(Assembly program) =>
        program.GetCustomAttributes<AssemblyMetadataAttribute>().Any(data => data.Key == ForwardsVerb);
}
