using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DeepIoT.Coordinator.Tests.Artifacts;

/// <summary>Stands before a real store and, when a test wants it, refuses writes as an overloaded store does, or does something in the middle of one.</summary>
internal sealed class StoreProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _store = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _address;
    private int _refused;

    private StoreProxy(Uri address, int port)
    {
        _address = address;
        Address = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(Answer);
    }

    public Uri Address { get; }

    public bool RefusesWrites { get; set; }

    public int Refused => Volatile.Read(ref _refused);

    /// <summary>What happens once, when so many bytes of one request have gone to the store.</summary>
    public (long Bytes, Func<Task> Happens)? Midway { get; set; }

    public static async Task<StoreProxy> Start(Uri store)
    {
        var proxy = new StoreProxy(store, FreePort.Next());
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _store.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        if (RefusesWrites && context.Request.Method is "PUT" or "POST")
        {
            Interlocked.Increment(ref _refused);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>", context.RequestAborted);
            return;
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), _address + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.TrimStart('/'));
        if (context.Request.ContentLength is { } length)
            request.Content = new Passing(context.Request.Body, length, this);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        try
        {
            using var response = await _store.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
                context.Response.Headers[name] = values.ToArray();
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            context.Abort();
        }
    }

    private sealed class Passing(Stream body, long length, StoreProxy proxy) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[64 * 1024];
            var passed = 0L;
            while (await body.ReadAsync(buffer) is var read and > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                await stream.FlushAsync();
                passed += read;
                if (proxy.Midway is { } midway && passed >= midway.Bytes)
                {
                    proxy.Midway = null;
                    await midway.Happens();
                }
            }
        }

        protected override bool TryComputeLength(out long bytes)
        {
            bytes = length;
            return true;
        }
    }
}
