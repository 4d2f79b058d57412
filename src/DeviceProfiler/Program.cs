using DeepIoT.DeviceProfiler.CommandLine;
using DeepIoT.DeviceProfiler.Worker;

return args is [MeasureWorker.Verb, ..] ? MeasureWorker.Run(args[1..]) : await ProfilerProgram.RunAsync(args);
