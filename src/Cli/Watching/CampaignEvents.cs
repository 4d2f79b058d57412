using System.Runtime.CompilerServices;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Watching;

/// <summary>
/// A campaign's events to its end, through lost connections: after each one the stream is asked for again from the
/// last offset that arrived, so that nothing stored is missed or seen twice.
/// </summary>
public sealed class CampaignEvents(Campaigns.CampaignsClient client, TimeProvider time, Action<string> onTrouble)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>How long a coordinator may stay away before the watcher gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <exception cref="RpcException">The first call fails, the campaign is unknown, or patience has run out.</exception>
    public async IAsyncEnumerable<CampaignEvent> ReadAsync(string campaignId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new WatchRequest { CampaignId = campaignId };
        var wait = ShortestWait;
        var heard = false;
        DateTimeOffset? lostSince = null;
        while (true)
        {
            using var call = client.Watch(request, cancellationToken: cancellation);
            while (await NextAsync(call.ResponseStream) is { } next)
            {
                (heard, lostSince, wait) = (true, null, ShortestWait);
                request.FromOffset = Math.Max(request.FromOffset, next.Offset);
                yield return next;
                if (next.HasStateChanged && next.StateChanged.IsEnd())
                    yield break;
            }
            lostSince ??= time.GetUtcNow();
            // Not all watchers of a coordinator that is gone are to come back at once.
            var pause = wait * (1 - Random.Shared.NextDouble() / 2);
            onTrouble($"The connection to the coordinator is lost; trying again in {Math.Ceiling(pause.TotalSeconds)} s.");
            await Task.Delay(pause, time, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }

        async Task<CampaignEvent?> NextAsync(IAsyncStreamReader<CampaignEvent> stream)
        {
            try
            {
                return await stream.MoveNext(cancellation) ? stream.Current : null;
            }
            catch (RpcException e) when (heard && MayPass(e) && !(time.GetUtcNow() - lostSince > Patience))
            {
                return null;
            }
        }
    }

    internal static bool MayPass(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.Aborted or StatusCode.Internal or StatusCode.Unknown;
}
