using System.Net;

namespace DeepIoT.SystemTests.Processes;

/// <summary>Asks a health address as a probe does.</summary>
internal sealed class Probe(Uri health) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new() { BaseAddress = health, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The answer, or null where nobody listens yet.</summary>
    public async Task<(HttpStatusCode Status, string Text)?> AskAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(path);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks until the answer has this status, and returns its text.</summary>
    public async Task<string> AnswersAsync(string path, HttpStatusCode status)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var last = await AskAsync(path);
            if (last is { } answer && answer.Status == status)
                return answer.Text;
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"{health} did not answer {path} with {status}; last: {last}");
            await timer.WaitForNextTickAsync();
        }
    }

    public void Dispose() => _http.Dispose();
}
