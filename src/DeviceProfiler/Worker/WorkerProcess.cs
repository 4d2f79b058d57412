using System.Diagnostics;
using DeepIoT.DeviceProfiler.Worker.Wire;
using Google.Protobuf;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>Runs one launch of a job in a child process and always gets an answer: a measurement, or why there is none.</summary>
public sealed class WorkerProcess(WorkerCommand command, TimeProvider time)
{
    // Diagnostics would open a socket and profiled tiers would recompile the loop in the middle of the readings. A launch
    // is short: code compiled quickly is code enough, whatever suits the agent.
    private static readonly Dictionary<string, string> WorkerEnvironment = new()
    {
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredCompilation"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
    };

    /// <param name="deadline">The child and whatever it started are killed after this.</param>
    /// <exception cref="OperationCanceledException">The job was cancelled; the child is dead by then.</exception>
    public async Task<WorkerReply> RunAsync(WorkerJob job, TimeSpan deadline, CancellationToken cancel)
    {
        using var child = Start();
        using var limit = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        // Its end closes the pipes, so that whatever waits on them below goes on.
        using var killing = either.Token.Register(() => Kill(child));
        var complaint = new StderrTail();
        var stderr = complaint.FollowAsync(child.StandardError);

        await GiveAsync(child, job);
        var answer = await AnswerAsync(child);
        await stderr;
        await child.WaitForExitAsync(CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        return answer
            ?? (limit.IsCancellationRequested ? Late(deadline) : Crashed(child.ExitCode, complaint.Text, job.MemoryLimitBytes));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in WorkerEnvironment)
            start.Environment[name] = value;
        return FixedLayout.During(() => Process.Start(start)) ?? throw new InvalidOperationException($"{command.FileName} did not start");
    }

    private static async Task GiveAsync(Process child, WorkerJob job)
    {
        using var bytes = new MemoryStream();
        job.WriteDelimitedTo(bytes);
        try
        {
            await child.StandardInput.BaseStream.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            await child.StandardInput.BaseStream.FlushAsync();
        }
        catch (IOException)
        {
            // The child is gone already; its exit code and stderr will say why.
        }
    }

    /// <summary>Null when the child ended before its answer was complete.</summary>
    private static async Task<WorkerReply?> AnswerAsync(Process child)
    {
        using var bytes = new MemoryStream();
        await child.StandardOutput.BaseStream.CopyToAsync(bytes);
        bytes.Position = 0;
        try
        {
            return bytes.Length > 0 ? WorkerReply.Parser.ParseDelimitedFrom(bytes) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static WorkerReply Late(TimeSpan deadline) =>
        ModelMeasurement.Failed($"the job was not done by its deadline of {deadline.TotalSeconds:0.###} s and was killed", modelAtFault: false);

    private static WorkerReply Crashed(int exitCode, string complaint, long memoryLimit) =>
        ModelMeasurement.SpeaksOfMemory(complaint)
            ? ModelMeasurement.OverMemory(memoryLimit)
            : ModelMeasurement.Failed($"the worker ended without an answer, {Meaning(exitCode)}{(complaint.Length > 0 ? $": {complaint}" : "")}", modelAtFault: false);

    // .NET reports a child killed by signal n as exit code 128 + n.
    private static string Meaning(int exitCode) => exitCode > 128 ? $"killed by signal {exitCode - 128}" : $"exit code {exitCode}";

    private static void Kill(Process child)
    {
        if (child.HasExited)
            return;
        ProcessLimits.KillGroup(child.Id);
        child.Kill(entireProcessTree: true);
    }
}
