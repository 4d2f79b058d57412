using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Somebody who does an honest day's work: looks at campaigns, brings artifacts and fetches them back.</summary>
internal sealed class HealthyClient : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(60);

    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private int _rounds;

    public HealthyClient(GrpcChannel channel)
    {
        _channel = channel;
        _work = WorkAsync();
    }

    /// <summary>Another whole round of work gets done, and none has failed so far.</summary>
    public async Task WorkedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        // The one that is under way may have begun before.
        for (var wanted = Volatile.Read(ref _rounds) + 2; Volatile.Read(ref _rounds) < wanted;)
        {
            if (_work.IsCompleted)
                await _work;
            await Task.Delay(Pause, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
        _stop.Dispose();
    }

    // No retries: whatever fails ends it, and the test that looks next fails.
    private async Task WorkAsync()
    {
        var once = new TransferRetry(Attempts: 1, WaitForSpace: false);
        var artifacts = new ArtifactClient(_channel, once);
        var campaigns = new Campaigns.CampaignsClient(_channel);
        var file = Path.GetTempFileName();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await campaigns.ListAsync(new ListRequest(), cancellationToken: _stop.Token);
                var artifact = await artifacts.UploadAsync(BitConverter.GetBytes(_rounds), "work", _stop.Token);
                File.Delete(file);
                await artifacts.DownloadAsync(artifact.Sha256, file, _stop.Token);
                Interlocked.Increment(ref _rounds);
                await Task.Delay(Pause, _stop.Token);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
