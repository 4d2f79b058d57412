using DeepIoT.Cli.Shell;
using Spectre.Console;

namespace DeepIoT.Cli.Output;

/// <summary>One long piece of work: a bar on a terminal, a line each tenth elsewhere.</summary>
public static class OneBar
{
    /// <summary>Runs the work on a thread of its own, so that Ctrl-C is heard meanwhile.</summary>
    /// <param name="work">Receives what to call with the done share, 0..1, and what is going on.</param>
    public static Task<T> RunAsync<T>(this Terminal terminal, string title, Func<Action<double, string>, T> work, CancellationToken cancellation) =>
        terminal.Rich is { } console
            ? console.Progress().StartAsync(display =>
            {
                var bar = display.AddTask(Markup.Escape(title), maxValue: 1);
                return Task.Run(() => work((fraction, what) => (bar.Value, bar.Description) = (fraction, Markup.Escape($"{title}: {what}"))), cancellation);
            })
            : Task.Run(() => work(Lines(terminal.Error, title)), cancellation);

    private static Action<double, string> Lines(TextWriter output, string title)
    {
        var shown = -1;
        return (fraction, what) =>
        {
            var tenth = (int)(fraction * 10);
            if (tenth <= shown)
                return;
            shown = tenth;
            output.WriteLine($"{title}: {Readable.Percent(fraction, 0)}, {what}");
        };
    }
}
