namespace DeepIoT.Protocol;

/// <summary>
/// Sends each call to the coordinator that answered last, and turns to the next when that one cannot be reached or says
/// that it cannot serve. A call that never left is sent again at once, to each of them in turn; one that was under way is
/// its caller's to repeat.
/// </summary>
/// <param name="first">Index of the one to begin with, so that not all begin with the same.</param>
public sealed class AnyCoordinatorHandler(CoordinatorAddresses coordinators, int first, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string StatusHeader = "grpc-status", Unavailable = "14";

    private int _current = first % coordinators.All.Count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var used = Volatile.Read(ref _current);
            request.RequestUri = new Uri(coordinators.All[used], request.RequestUri!.PathAndQuery);
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.Headers.TryGetValues(StatusHeader, out var status) && status.Contains(Unavailable))
                    TurnFrom(used);
                return response;
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                TurnFrom(used);
                if (!NeverLeft(fault) || tries == coordinators.All.Count)
                    throw;
            }
        }
    }

    // A connection that takes too long to make is told as a cancellation.
    private static bool NeverLeft(Exception fault) =>
        fault is OperationCanceledException or HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };

    // Of several calls that fail at once, the first turns.
    private void TurnFrom(int used) => Interlocked.CompareExchange(ref _current, (used + 1) % coordinators.All.Count, used);
}
