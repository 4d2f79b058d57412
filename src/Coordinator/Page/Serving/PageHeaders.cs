namespace DeepIoT.Coordinator.Page.Serving;

/// <summary>What browsers are told of every answer: nothing from elsewhere, in no other page, and no guessing of types.</summary>
internal static class PageHeaders
{
    // Charts place their parts by style attributes.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
