using Microsoft.Extensions.Logging;

namespace DeepIoT.Cli.Hosting;

/// <summary>Keeps the programs' logs in a file where they do not disturb a display on the terminal.</summary>
public sealed class FileLog : ILoggerProvider
{
    private readonly StreamWriter _file;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    public FileLog(string path, TimeProvider time)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        (Path, _time) = (path, time);
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public string Path { get; }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        lock (_lock)
        {
            // A host that is still stopping may log after the file was closed.
            if (_file.BaseStream is not { CanWrite: true })
                return;
            _file.WriteLine($"{_time.GetUtcNow():O} {level} {category}: {message}{(exception is null ? "" : $"{Environment.NewLine}{exception}")}");
        }
    }

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, name, formatter(state, exception), exception);
        }
    }
}
