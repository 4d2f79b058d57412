using DeepIoT.Coordinator.Page.Visiting;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace DeepIoT.Coordinator.Page.Serving;

/// <summary>Hands an artifact to the browser as a file, to whoever may read it.</summary>
internal static class ArtifactEndpoint
{
    private static readonly Dictionary<StatusCode, int> Statuses = new()
    {
        [StatusCode.NotFound] = StatusCodes.Status404NotFound,
        [StatusCode.PermissionDenied] = StatusCodes.Status403Forbidden,
        [StatusCode.InvalidArgument] = StatusCodes.Status400BadRequest,
        [StatusCode.ResourceExhausted] = StatusCodes.Status429TooManyRequests,
    };

    public static string Url(string sha256, string name) => $"artifacts/{sha256}/{Uri.EscapeDataString(name)}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/artifacts/{sha256}/{name}", SendAsync);

    private static async Task SendAsync(HttpContext context, string sha256, string name, Visits visits)
    {
        using var download = visits.Of(context.User).ArtifactVerbs.Download(new DownloadRequest { Sha256 = sha256 }, cancellationToken: context.RequestAborted);
        try
        {
            while (await download.ResponseStream.MoveNext(context.RequestAborted))
            {
                var chunk = download.ResponseStream.Current;
                if (!context.Response.HasStarted)
                    Begin(context.Response, chunk.TotalBytes, name);
                await context.Response.Body.WriteAsync(chunk.Data.Memory, context.RequestAborted);
            }
        }
        catch (RpcException refusal) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = Statuses.GetValueOrDefault(refusal.StatusCode, StatusCodes.Status503ServiceUnavailable);
            await context.Response.WriteAsync(refusal.Status.Detail, context.RequestAborted);
        }
        catch (RpcException)
        {
            // A file of the length that was announced must not come of it.
            context.Abort();
        }
    }

    // Always as a file: a page that somebody uploaded must not become one of ours.
    private static void Begin(HttpResponse response, long bytes, string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.ContentType = "application/octet-stream";
        response.ContentLength = bytes;
    }
}
