using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DeepIoT.SystemTests.Images;

/// <summary>
/// Serves one almost empty base image on loopback, by as much of the distribution protocol as a pull needs. It stands in for
/// the real base where none can be pulled: what is tried is our publishing, not Microsoft's image.
/// </summary>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _blobs = [];

    private LoopbackRegistry()
    {
        var (layer, difference) = Layer();
        var configuration = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new { Env = new[] { "PATH=/dotnet", "ASPNETCORE_HTTP_PORTS=8080" } },
            rootfs = new { type = "layers", diff_ids = new[] { difference } },
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = Part("application/vnd.docker.container.image.v1+json", configuration),
            layers = new[] { Part("application/vnd.docker.image.rootfs.diff.tar.gzip", layer) },
        });
        Digest(manifest);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapMethods("/v2/base/manifests/{name}", ["GET", "HEAD"], context => AnswerAsync(context, ManifestType, manifest));
        _app.MapMethods("/v2/base/blobs/{name}", ["GET", "HEAD"], context =>
            AnswerAsync(context, "application/octet-stream", _blobs[(string)context.Request.RouteValues["name"]!]));
    }

    /// <summary>`host:port`.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <summary>Name of the base image.</summary>
    public string Base => $"{Address}/base:1";

    public static async Task<LoopbackRegistry> StartAsync()
    {
        var registry = new LoopbackRegistry();
        await registry._app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers["Docker-Content-Digest"] = Named(bytes);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static (byte[] Zipped, string Difference) Layer()
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, leaveOpen: true))
        {
            var motto = new PaxTarEntry(TarEntryType.RegularFile, "etc/base") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("made by a test\n")) };
            tar.WriteEntry(motto);
        }

        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(plain.ToArray());
        return (zipped.ToArray(), Named(plain.ToArray()));
    }

    private object Part(string type, byte[] bytes) => new { mediaType = type, size = bytes.Length, digest = Digest(bytes) };

    private string Digest(byte[] bytes)
    {
        _blobs[Named(bytes)] = bytes;
        return Named(bytes);
    }

    private static string Named(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
