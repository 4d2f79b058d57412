using DeepIoT.Cli.Shell;
using DeepIoT.DeviceProfiler.Worker;

// A board measures each model in a child process, which is this program again.
return args is [MeasureWorker.Verb, .. var rest]
    ? MeasureWorker.Run(rest)
    : await new DeepIotCommandLine(Terminal.OfProcess(), TimeProvider.System, CrashLog.DefaultFolder).RunAsync(args);
