using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DeepIoT.Cli.Hosting;

/// <summary>Where the logs of hosted programs go.</summary>
public static class HostLogs
{
    /// <summary>To standard error, a line each: for a role that runs alone, as a service.</summary>
    public static void ToConsole(ILoggingBuilder logging)
    {
        Quieten(logging);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    public static Action<ILoggingBuilder> To(ILoggerProvider provider) => logging =>
    {
        Quieten(logging);
        logging.AddProvider(new Borrowed(provider));
    };

    private static void Quieten(ILoggingBuilder logging) => logging
        .AddFilter("Akka", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning);

    /// <summary>Each host disposes its providers; what several hosts share must outlive the first to stop.</summary>
    private sealed class Borrowed(ILoggerProvider provider) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
