using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Page.Layout;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DeepIoT.Coordinator.Page.Visiting;

/// <summary>The login form and what it sends. Both are plain HTTP: a circuit cannot set a cookie.</summary>
internal static class VisitEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/login", (string? returnUrl, string? why) => Form(returnUrl, why ?? ""));
        endpoints.MapPost("/login", EnterAsync);
        endpoints.MapPost("/logout", LeaveAsync);
    }

    private static async Task<IResult> EnterAsync(
        HttpContext context, Visits visits, [FromForm] string token, [FromForm] string? returnUrl, [FromServices] Callers? callers = null)
    {
        if (callers is null)
            return Results.LocalRedirect("~/");
        var visitor = new Visitor(token.Trim(), context.Connection.RemoteIpAddress?.ToString() ?? "");
        try
        {
            // The first thing that is shown: a role that may not see it has no use for the page.
            await visits.Of(visitor).Campaigns.ListAsync(new ListRequest { PageSize = 1 }, cancellationToken: context.RequestAborted);
            var caller = callers.Of(visitor.Authorization);
            visitor = visitor with { Name = caller.Name, Role = caller.Role };
        }
        catch (RpcException refusal)
        {
            return Form(returnUrl, refusal.Status.Detail);
        }

        await context.SignInAsync(visitor.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return Results.LocalRedirect(IsOurs(returnUrl) ? returnUrl! : "~/");
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, [FromForm] string? leave, [FromServices] Callers? callers = null)
    {
        if (callers is not null)
            await context.SignOutAsync();
        return Results.LocalRedirect("~/login");
    }

    private static RazorComponentResult<LoginForm> Form(string? returnUrl, string why) =>
        new(new { ReturnUrl = returnUrl ?? "", Why = why });

    private static bool IsOurs(string? url) => url is ['/', not ('/' or '\\'), ..] or "/";
}
