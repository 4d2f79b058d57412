using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Compression;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Problem = DeepIoT.Compression.Problem;

namespace DeepIoT.Cli.Tests.Shell;

public sealed class FailureTests
{
    [Fact]
    public void Every_problem_of_a_rejection_gets_a_line()
    {
        var failure = Failure.From(new RejectedException([new Problem("model", "is cut short", "Export it again."), new Problem("data.train", "is empty", "Add samples")]));

        Assert.Equal(ExitCode.UsersMistake, failure.ExitCode);
        Assert.Equal(["model: is cut short. Export it again.", "data.train: is empty. Add samples"], failure.Lines);
    }

    [Fact]
    public void The_problems_in_a_coordinators_trailer_are_unpacked()
    {
        var problems = new Problems { Problems_ = { new Protocol.V1.Problem { Field = "search.trials", Reason = "is 0", Remedy = "Write 4." } } };
        var refusal = new RpcException(new Status(StatusCode.InvalidArgument, "rejected"), new Metadata { { "deepiot-problems-bin", problems.ToByteArray() } });

        Assert.Equal((ExitCode.UsersMistake, "search.trials: is 0. Write 4."), (Failure.From(refusal).ExitCode, Failure.From(refusal).Lines.Single()));
    }

    [Fact]
    public void What_nobody_foresaw_is_ours_and_stays_one_line()
    {
        var failure = Failure.From(new InvalidOperationException("first\nsecond"));

        Assert.Equal((ExitCode.Ours, "Internal error: first second"), (failure.ExitCode, failure.Lines.Single()));
    }

    [Fact]
    public void The_stack_trace_goes_to_a_log_that_can_be_found()
    {
        using var folder = new TemporaryFolder();

        var path = new CrashLog(folder["logs"], new InstantTime()).Write(new InvalidOperationException("boom"));

        Assert.StartsWith(folder["logs"], path, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: boom", File.ReadAllText(path!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_cannot_be_written_does_not_hide_the_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "");

        Assert.Null(new CrashLog(folder["file"], new InstantTime()).Write(new InvalidOperationException("boom")));
    }
}
