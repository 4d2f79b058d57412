using System.Reflection;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>How a worker is started: a program and the arguments that end in the worker's verb.</summary>
public sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// The running program itself, when it is the agent or a program that forwards the verb; below a foreign host,
    /// such as a test runner, the agent's own program beside this assembly.
    /// </summary>
    public static WorkerCommand OfThisProgram()
    {
        var agent = typeof(WorkerCommand).Assembly;
        var program = Assembly.GetEntryAssembly() is { } entry && (entry == agent || Uses(entry, agent)) ? entry : agent;
        var host = Environment.ProcessPath ?? throw new InvalidOperationException("the system does not tell the path of the running program");
        // Started as `dotnet x.dll`; otherwise as the program's own executable, which may hold everything in one file.
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
            return new(host, [Path.Combine(AppContext.BaseDirectory, program.GetName().Name + ".dll"), MeasureWorker.Verb]);
        return new(program == Assembly.GetEntryAssembly() ? host : Path.Combine(AppContext.BaseDirectory, program.GetName().Name!), [MeasureWorker.Verb]);
    }

    private static bool Uses(Assembly program, Assembly used) =>
        program.GetReferencedAssemblies().Any(reference => reference.Name == used.GetName().Name);
}
