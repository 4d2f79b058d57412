using DeepIoT.Cli.Shell;

return await new DeepIotCommandLine(Terminal.OfProcess(), TimeProvider.System, CrashLog.DefaultFolder).RunAsync(args);
