using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DeepIoT.Coordinator.Page.Serving;

/// <summary>Marks a connection to the page's own address, so that page and gRPC are each served where they were asked for.</summary>
internal sealed class PageConnection
{
    private static readonly PageConnection Instance = new();

    public static bool Has(HttpContext context) => context.Features.Get<PageConnection>() is not null;

    public static void Mark(ListenOptions endpoint) => endpoint.Use(next => connection =>
    {
        connection.Features.Set(Instance);
        return next(connection);
    });
}
