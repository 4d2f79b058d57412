using DeepIoT.Coordinator.Access;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace DeepIoT.Coordinator.Page.Visiting;

/// <summary>A visitor shows a token once and gets a cookie for it; whatever it asks for then passes the gate with that token.</summary>
internal static class VisitSetup
{
    private static readonly TimeSpan Stay = TimeSpan.FromHours(12);

    // They tell nothing of the coordinator, and the login needs them.
    private static readonly PathString[] ForStrangers = ["/login", "/assets"];

    /// <param name="isSecret">Tokens are asked for.</param>
    public static void AddVisits(this IServiceCollection services, bool isSecret)
    {
        services.AddSingleton<Visits>();
        if (!isSecret)
            return;
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(session =>
        {
            session.Cookie.Name = "deepiot";
            session.Cookie.HttpOnly = true;
            session.Cookie.SameSite = SameSiteMode.Strict;
            session.LoginPath = ForStrangers[0];
            session.ExpireTimeSpan = Stay;
            session.Events.OnValidatePrincipal = PutOutStale;
        });
    }

    public static void UseVisits(this WebApplication app)
    {
        if (app.Services.GetService<Callers>() is null)
            return;
        app.UseWhen(Serving.PageConnection.Has, page =>
        {
            page.UseAuthentication();
            page.Use((context, next) => context.User.Identity is { IsAuthenticated: true } || IsForStrangers(context)
                ? next(context)
                : context.ChallengeAsync());
        });
    }

    private static bool IsForStrangers(HttpContext context) => ForStrangers.Any(path => context.Request.Path.StartsWithSegments(path));

    // A token may be revoked while its cookie lasts.
    private static async Task PutOutStale(CookieValidatePrincipalContext context)
    {
        try
        {
            context.HttpContext.RequestServices.GetRequiredService<Callers>().Of(Visitor.Of(context.Principal!).Authorization);
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unauthenticated)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }
}
