using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace DeepIoT.Coordinator.Access;

/// <summary>The status of a gRPC call as HTTP carries it: in the trailers, or in the headers when nothing else is sent.</summary>
internal static class GrpcStatus
{
    private const string Code = "grpc-status", Message = "grpc-message";

    /// <summary>UNKNOWN when none was written: the connection broke.</summary>
    public static Status Of(HttpResponse response)
    {
        var where = Where(response);
        return int.TryParse(where[Code], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new Status((StatusCode)code, Uri.UnescapeDataString(where[Message].ToString()))
            : new Status(StatusCode.Unknown, "");
    }

    public static Status Write(HttpResponse response, Status status)
    {
        if (!response.HasStarted)
            response.ContentType = "application/grpc";
        var where = Where(response);
        where[Code] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        where[Message] = Uri.EscapeDataString(status.Detail);
        return status;
    }

    private static IHeaderDictionary Where(HttpResponse response) =>
        response.HasStarted && response.HttpContext.Features.Get<IHttpResponseTrailersFeature>() is { } trailers ? trailers.Trailers : response.Headers;
}
