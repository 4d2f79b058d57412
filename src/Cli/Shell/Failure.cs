using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Yaml;
using DeepIoT.Clustering;
using DeepIoT.Compression;
using DeepIoT.DeviceProfiler;
using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;

namespace DeepIoT.Cli.Shell;

/// <summary>What an exception means to the user: the lines to print and the exit code.</summary>
public sealed record Failure(int ExitCode, IReadOnlyList<string> Lines)
{
    private const string ProblemsTrailer = "deepiot-problems-bin";

    public static Failure From(Exception exception) => exception switch
    {
        UserMistakeException mistake => Mistake(mistake.Message),
        CampaignFileRejectedException file => Mistake([.. file.Problems.Select(p => Line(file.Path, p))]),
        RejectedException rejected => Mistake([.. rejected.Problems.Select(p => Line(p.Field, p.Reason, p.Remedy))]),
        RejectedOptionsException options => Mistake([.. options.Problems.Select(p => Line(p.Field, p.Reason, p.Remedy))]),
        BoardRefusedException board => Mistake([.. board.Problems.Select(p => Line(p.Field, p.Reason, p.Remedy))]),
        MeasurementFailedException { ModelAtFault: true } measurement => Mistake($"The model cannot be measured: {measurement.Message}"),
        IOException { InnerException: AddressInUseException } inUse =>
            Mistake($"{inUse.Message.TrimEnd('.')}. Stop what listens there, or choose another port with --listen."),
        RpcException call => FromCall(call),
        OperationCanceledException => new Failure(Shell.ExitCode.Interrupted, ["Interrupted."]),
        _ => Ours(exception),
    };

    private static Failure FromCall(RpcException call) => call.StatusCode switch
    {
        StatusCode.InvalidArgument when call.Trailers.GetValueBytes(ProblemsTrailer) is { } bytes =>
            Mistake([.. Problems.Parser.ParseFrom(bytes).Problems_.Select(p => Line(p.Field, p.Reason, p.Remedy))]),
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.FailedPrecondition
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.ResourceExhausted
            or StatusCode.AlreadyExists =>
            Mistake(call.Status.Detail),
        StatusCode.Cancelled => new Failure(Shell.ExitCode.Interrupted, ["Interrupted."]),
        _ => Ours(call),
    };

    private static Failure Ours(Exception exception) =>
        new(Shell.ExitCode.Ours, [$"Internal error: {exception.Message.ReplaceLineEndings(" ")}"]);

    private static Failure Mistake(params IReadOnlyList<string> lines) => new(Shell.ExitCode.UsersMistake, lines);

    private static string Line(string path, FileProblem problem) =>
        $"{path}:{(problem.Line > 0 ? $"{problem.Line}:" : "")} {Line(problem.Field, problem.Reason, problem.Remedy)}";

    public static string Line(string field, string reason, string remedy) =>
        $"{field}{(field.Length > 0 ? ": " : "")}{reason.TrimEnd('.')}. {remedy}".TrimEnd();
}
