using DeepIoT.Protocol.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>A method that is served to clients, called with any bytes.</summary>
internal sealed class WireMethod(MethodDescriptor method)
{
    // Streams that would never end by themselves.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Listening = TimeSpan.FromMilliseconds(500);

    private static readonly Marshaller<byte[]> Bytes = new(bytes => bytes, bytes => bytes);

    private readonly Method<byte[], byte[]> _method = new(
        (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (true, false) => MethodType.ClientStreaming,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.DuplexStreaming,
        },
        method.Service.FullName,
        method.Name,
        Bytes,
        Bytes);

    /// <summary>Every one, found in the descriptors and not in our table.</summary>
    public static IReadOnlyList<WireMethod> All { get; } =
    [
        .. typeof(CampaignsReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(CampaignsReflection).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .Select(method => new WireMethod(method)),
    ];

    public MessageDescriptor Input => method.InputType;

    public string Name => method.FullName;

    /// <summary>How it ends. A stream that goes on is left, and has ended well.</summary>
    /// <param name="messages">One for a method that takes one.</param>
    public async Task<Status> CallAsync(GrpcChannel channel, IReadOnlyList<byte[]> messages)
    {
        var invoker = channel.CreateCallInvoker();
        var options = new CallOptions(deadline: DateTime.UtcNow + Patience);
        try
        {
            switch (_method.Type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(_method, null, options, messages[0]);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = invoker.AsyncServerStreamingCall(_method, null, options, messages[0]))
                        await ListenAsync(call.ResponseStream);
                    break;
                case MethodType.ClientStreaming:
                    using (var call = invoker.AsyncClientStreamingCall(_method, null, options))
                    {
                        await SendAsync(call.RequestStream, messages);
                        await call;
                    }

                    break;
                default:
                    using (var call = invoker.AsyncDuplexStreamingCall(_method, null, options))
                    {
                        await SendAsync(call.RequestStream, messages);
                        await ListenAsync(call.ResponseStream);
                    }

                    break;
            }

            return Status.DefaultSuccess;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    private static async Task SendAsync(IClientStreamWriter<byte[]> stream, IReadOnlyList<byte[]> messages)
    {
        try
        {
            foreach (var message in messages)
                await stream.WriteAsync(message);
            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The other side has ended it; how, it says with its answer.
        }
    }

    private static async Task ListenAsync(IAsyncStreamReader<byte[]> stream)
    {
        using var enough = new CancellationTokenSource(Listening);
        try
        {
            while (await stream.MoveNext(enough.Token))
            {
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Cancelled or StatusCode.Unavailable && enough.IsCancellationRequested)
        {
        }
    }
}
