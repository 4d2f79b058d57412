using System.Collections.Frozen;
using System.IO.Compression;
using DeepIoT.Protocol.Artifacts;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace DeepIoT.Coordinator.Page.Serving;

/// <summary>Script and style of the page. They are inside the assembly, because who hosts a coordinator may have no web root.</summary>
internal static class PageAssets
{
    private const string Prefix = "page/", Forever = "public, max-age=31536000, immutable";

    private static readonly FileExtensionContentTypeProvider Types = new();
    private static readonly FrozenDictionary<string, Asset> All = Read();

    /// <summary>Address that changes with the content, so that browsers may keep it.</summary>
    public static string Url(string name) => $"assets/{name}?v={All[name].Version}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/assets/{name}", Send);

    private static IResult Send(string name, HttpContext context)
    {
        if (!All.TryGetValue(name, out var asset))
            return Results.NotFound();
        context.Response.Headers[HeaderNames.CacheControl] = Forever;
        context.Response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
            return Results.Bytes(asset.Bytes, asset.Type);
        context.Response.Headers[HeaderNames.ContentEncoding] = "gzip";
        return Results.Bytes(asset.Packed.Value, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var resource = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[resource.Length];
                resource.ReadExactly(bytes);
                return new Asset(bytes, Types.TryGetContentType(name, out var type) ? type : "application/octet-stream");
            });
    }

    private sealed record Asset(byte[] Bytes, string Type)
    {
        public string Version { get; } = Sha256.Of(Bytes)[..12];

        public Lazy<byte[]> Packed { get; } = new(() => Pack(Bytes));

        private static byte[] Pack(byte[] bytes)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
                gzip.Write(bytes);
            return packed.ToArray();
        }
    }
}
