using System.Collections.Concurrent;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.Cli.Tests.Fakes;

public sealed class FakeCampaigns : Campaigns.CampaignsBase
{
    public List<CampaignSummary> Summaries { get; } = [];

    public Dictionary<string, ResultsReply> Found { get; } = [];

    /// <summary>What each Watch call sends before it ends; the last one's end is clean, the others break.</summary>
    public Queue<CampaignEvent[]> Streams { get; } = new();

    public ConcurrentQueue<long> OffsetsAskedFor { get; } = [];

    public ConcurrentQueue<SubmitRequest> Submitted { get; } = [];

    public RpcException? SubmitRefusal { get; set; }

    public override Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        Submitted.Enqueue(request);
        return SubmitRefusal is { } refusal
            ? throw refusal
            : Task.FromResult(new SubmitReply { CampaignId = "c1", Warnings = { "no board of class rpi4 is attached yet" } });
    }

    public override Task<ListReply> List(ListRequest request, ServerCallContext context)
    {
        var start = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        var page = new ListReply { Campaigns = { Summaries.Skip(start).Take(2) } };
        page.NextPageToken = start + 2 < Summaries.Count ? $"{start + 2}" : "";
        return Task.FromResult(page);
    }

    public override async Task Watch(WatchRequest request, IServerStreamWriter<CampaignEvent> responseStream, ServerCallContext context)
    {
        OffsetsAskedFor.Enqueue(request.FromOffset);
        foreach (var happened in Streams.Dequeue())
            await responseStream.WriteAsync(happened);
        if (Streams.Count > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "shutting down"));
    }

    public override Task<CancelReply> Cancel(CancelRequest request, ServerCallContext context) =>
        Task.FromResult(new CancelReply { State = CampaignState.Cancelled });

    public ConcurrentQueue<ExtendRequest> Extended { get; } = [];

    public override Task<PauseReply> Pause(PauseRequest request, ServerCallContext context) =>
        Task.FromResult(new PauseReply { State = CampaignState.Paused });

    public override Task<ResumeReply> Resume(ResumeRequest request, ServerCallContext context) =>
        Task.FromResult(new ResumeReply { State = CampaignState.Running });

    public override Task<ExtendReply> Extend(ExtendRequest request, ServerCallContext context)
    {
        Extended.Enqueue(request);
        return Task.FromResult(new ExtendReply { Trials = 4 + request.Trials, State = CampaignState.Running });
    }

    public override Task<DeleteReply> Delete(DeleteRequest request, ServerCallContext context) => request.CampaignId == "c1"
        ? Task.FromResult(new DeleteReply())
        : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Campaign {request.CampaignId} has not ended."));

    public override Task<ResultsReply> Results(ResultsRequest request, ServerCallContext context) =>
        Found.TryGetValue(request.CampaignId, out var found)
            ? Task.FromResult(found)
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no campaign {request.CampaignId}."));
}
