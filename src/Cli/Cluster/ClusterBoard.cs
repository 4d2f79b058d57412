using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DeepIoT.Cli.Shell;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Cli.Cluster;

/// <summary>The boards of one class, by way of their coordinator, which hands them out when no campaign waits for them.</summary>
public sealed class ClusterBoard(CoordinatorConnection connection, string boardClass) : IMeasuredBoard
{
    // Enough to keep several boards at work.
    private const int AtATime = 8;

    /// <exception cref="UserMistakeException">No board of the class can measure one of the models.</exception>
    public async IAsyncEnumerable<MeasuredModel> MeasureAsync(
        IReadOnlyList<(string Name, byte[] Onnx)> models, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var measured = Channel.CreateUnbounded<MeasuredModel>();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = leaving.Token };
        var measuring = Parallel.ForEachAsync(models, parallel, async (model, stopping) => await measured.Writer.WriteAsync(await MeasureAsync(model.Name, model.Onnx, stopping), stopping))
            .ContinueWith(all => measured.Writer.TryComplete(all.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var figure in measured.Reader.ReadAllAsync(cancellation))
                yield return figure;
        }
        finally
        {
            await leaving.CancelAsync();
            await measuring;
        }
    }

    private async Task<MeasuredModel> MeasureAsync(string name, byte[] onnx, CancellationToken cancellation)
    {
        var model = await connection.Artifacts.UploadAsync(onnx, $"{name}.onnx", cancellation);
        using var call = connection.Boards.Measure(new MeasureRequest { ModelSha256 = model.Sha256, BoardClass = boardClass }, cancellationToken: cancellation);
        try
        {
            await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellation))
            {
                if (happened.Measurement is { } measurement)
                    return new(name, measurement.BoardClass, measurement.MedianMs, measurement.Tainted.Count > 0);
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            throw new UserMistakeException($"{name}: {e.Status.Detail}");
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "the stream ended without a measurement"));
    }
}
