using System.Runtime.InteropServices;
using DeepIoT.DeviceProfiler.Agent;
using DeepIoT.DeviceProfiler.Conditions;
using DeepIoT.DeviceProfiler.Energy;
using DeepIoT.DeviceProfiler.Energy.Sensors;
using DeepIoT.DeviceProfiler.Telemetry.Otlp;
using DeepIoT.Protocol.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DeepIoT.DeviceProfiler.CommandLine;

/// <summary>`deepiot-profiler` as a program: options, log lines, signals, exit codes.</summary>
internal static class ProfilerProgram
{
    private const int Success = 0, OurFault = 1, UserMistake = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(ProfilerArguments.Help);
            return Success;
        }
        if (args is ["--list-meters"])
        {
            Console.Write(MeterListing.Text([.. SensorSearch.Find(new SystemFiles()).Select(MeterSighting.Of)]));
            return Success;
        }
        if (args is ["--check"])
            return IsFit(new ProfilerOptions()) ? Success : OurFault;
        if (args is ["--try-meter", var meter])
            return await AnswerAsync(async () => Console.WriteLine(await MeterTrial.RunAsync(MeterChoice.Of(meter, factor: null, new SystemFiles()), TimeProvider.System)));
        if (args is ["--measure", var models, ..] && args[2..] is [] or ["--label", _])
            return await AnswerAsync(() => LocalTrial.RunAsync(models, label: args is [.., "--label", var label] ? label : null, Console.Out));
        var (options, problems) = ProfilerArguments.Parse(args);
        if (problems.Count > 0)
            return Complain([.. problems, .. ProfilerOptionsValidator.Validate(options)]);

        using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        }));
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            if (!IsFit(options))
                return OurFault;
            await using var export = OtlpExport.FromEnvironment(options.Name, loggers);
            await BoardAgent.RunAsync(options, loggers, stop.Token);
            return Success;
        }
        catch (BoardRefusedException refusal)
        {
            return Complain(refusal.Problems);
        }

        // The first signal drains; a second one ends the process as if it had not been caught.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    /// <summary>Prints what this machine has, and what follows from what it has not.</summary>
    private static bool IsFit(ProfilerOptions options)
    {
        var files = new SystemFiles();
        var checks = SelfCheck.Of(files, MeterChoice.Of(options.Meter, options.MeterFactor, files));
        Console.Write(SelfCheck.Text(checks));
        return SelfCheck.IsFit(checks);
    }

    private static async Task<int> AnswerAsync(Func<Task> answer)
    {
        try
        {
            await answer();
            return Success;
        }
        catch (BoardRefusedException refusal)
        {
            return Complain(refusal.Problems);
        }
    }

    private static int Complain(IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine($"{problem.Field}: {problem.Reason}. {problem.Remedy}");
        return UserMistake;
    }
}
