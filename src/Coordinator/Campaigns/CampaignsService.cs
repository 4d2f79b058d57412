using System.Threading.Channels;
using Akka.Actor;
using Akka.Hosting;
using DeepIoT.Clustering;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Telemetry;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>campaigns.proto on the wire: rules checked, then over to the campaigns.</summary>
internal sealed class CampaignsService(ActorSystem system, IReadOnlyActorRegistry actors, ArtifactIntake artifacts, ArtifactRights rights, Farewell farewell)
    : Protocol.V1.Campaigns.CampaignsBase
{
    private const int PageSize = 50;
    private const int LargestPage = 200;

    private IActorRef Directory => actors.Get<CampaignsKey>();

    /// <exception cref="RpcException">NOT_FOUND: no shard has a campaign without an id, so nobody would ever answer.</exception>
    private IActorRef CampaignOf(string id) => id != ""
        ? actors.Get<CampaignKey>()
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no campaign without an id. `deepiot campaigns` lists them"));

    public override async Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var stored = await StoredOf(request.Spec, context.CancellationToken);
        var problems = SpecRules.Problems(request, sha256 => stored.ContainsKey(sha256) && rights.MayRead(caller, sha256));
        if (problems.Count > 0)
            throw Rejections.Of(problems);
        // What a client says of sizes counts for nothing.
        foreach (var input in CampaignState.InputsOf(request.Spec))
            input.Bytes = stored[input.Sha256];
        var start = await StartOf(request.Spec, caller, context.CancellationToken);
        var owner = caller?.Name ?? "";
        var submit = new SubmitCampaign
        {
            CampaignId = CampaignIds.Of(request.SubmissionId, owner),
            SubmissionId = request.SubmissionId,
            Spec = request.Spec,
            Owner = owner,
            Start = start,
            TraceParent = Signals.TraceParent,
        };
        var reply = await Directory.AskFor<SubmitReply>(submit, context.CancellationToken);
        reply.Warnings.Add(await Warnings(request.Spec, context.CancellationToken));
        return reply;
    }

    public override Task<Campaign> Get(GetRequest request, ServerCallContext context) =>
        CampaignOf(request.CampaignId).AskFor<Campaign>(new CampaignAsked { CampaignId = request.CampaignId }, context.CancellationToken);

    public override Task<ResultsReply> Results(ResultsRequest request, ServerCallContext context) =>
        ResultsOf(request.CampaignId, Caller.Of(context), context.CancellationToken);

    public override async Task<CancelReply> Cancel(CancelRequest request, ServerCallContext context)
    {
        await RequireOwner(request.CampaignId, context);
        return await CampaignOf(request.CampaignId).AskFor<CancelReply>(new CancelCampaign { CampaignId = request.CampaignId }, context.CancellationToken);
    }

    public override async Task<PauseReply> Pause(PauseRequest request, ServerCallContext context)
    {
        await RequireOwner(request.CampaignId, context);
        return await CampaignOf(request.CampaignId).AskFor<PauseReply>(new PauseCampaign { CampaignId = request.CampaignId }, context.CancellationToken);
    }

    public override async Task<ResumeReply> Resume(ResumeRequest request, ServerCallContext context)
    {
        await RequireOwner(request.CampaignId, context);
        return await CampaignOf(request.CampaignId).AskFor<ResumeReply>(new ResumeCampaign { CampaignId = request.CampaignId }, context.CancellationToken);
    }

    public override async Task<ExtendReply> Extend(ExtendRequest request, ServerCallContext context)
    {
        if (request.ExtensionId == "")
            throw Rejections.Of("extensionId", "it is empty", "Choose an id of your own, for example a UUID, and keep it when repeating the call");
        await RequireOwner(request.CampaignId, context);
        var extend = new ExtendCampaign { CampaignId = request.CampaignId, Trials = request.Trials, ExtensionId = request.ExtensionId };
        return await Directory.AskFor<ExtendReply>(extend, context.CancellationToken);
    }

    public override async Task<DeleteReply> Delete(DeleteRequest request, ServerCallContext context)
    {
        await RequireOwner(request.CampaignId, context);
        return await Directory.AskFor<DeleteReply>(new DeleteCampaign { CampaignId = request.CampaignId }, context.CancellationToken);
    }

    public override Task<ListReply> List(ListRequest request, ServerCallContext context)
    {
        if (request.PageSize is < 0 or > LargestPage)
            throw Rejections.Of("pageSize", $"{request.PageSize} is not between 0 and {LargestPage}", $"Use {PageSize}");
        var ask = new CampaignsAsked
        {
            AfterCampaignId = request.PageToken,
            PageSize = request.PageSize == 0 ? PageSize : request.PageSize,
        };
        return Directory.AskFor<ListReply>(ask, context.CancellationToken);
    }

    public override async Task Watch(
        WatchRequest request,
        IServerStreamWriter<CampaignEvent> responseStream,
        ServerCallContext context)
    {
        var events = Channel.CreateUnbounded<CampaignEvent>();
        var campaigns = CampaignOf(request.CampaignId);
        var relay = system.ActorOf(Props.Create(
            () => new WatchRelay(campaigns, request.CampaignId, request.FromOffset, events)));
        using var stopping = farewell.End(events.Writer);
        try
        {
            await foreach (var shown in events.Reader.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(shown, context.CancellationToken);
        }
        catch (CampaignUnknownException e)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, e.Message));
        }
        finally
        {
            system.Stop(relay);
        }
    }

    private async Task<ResultsReply> ResultsOf(string campaignId, Caller? caller, CancellationToken cancellation)
    {
        var results = await CampaignOf(campaignId).AskFor<ResultsReply>(new ResultsAsked { CampaignId = campaignId }, cancellation);
        if (caller?.Name == results.Campaign.Owner)
            rights.GiveTo(caller, ModelsAndReports(results));
        return results;
    }

    private static IEnumerable<string> ModelsAndReports(ResultsReply results) => results.Candidates.Select(candidate => candidate.Model)
        .Concat(results.Reports)
        .Concat(results.TimeModels.Select(learned => learned.File).OfType<ArtifactRef>())
        .Select(artifact => artifact.Sha256);

    /// <summary>Null when the trials begin with the model itself.</summary>
    private async Task<ArtifactRef?> StartOf(CampaignSpec spec, Caller? caller, CancellationToken cancellation)
    {
        var wanted = spec.Search.WarmStart;
        if (wanted == "")
            return null;
        // A trainer examines whether it was sliced from the model.
        if (ArtifactName.IsValid(wanted) && rights.MayRead(caller, wanted) && await ClaimAsync(wanted, cancellation) is { } stored)
            return new ArtifactRef { Sha256 = wanted, Bytes = stored.Bytes, Name = "start.onnx" };
        try
        {
            var (start, problem) = WarmStart.Of(await ResultsOf(wanted, caller, cancellation), spec);
            // Whoever begins with a network gets what is hardly another one.
            if (problem is null && !rights.MayRead(caller, start!.Sha256))
                problem = WarmStart.Problem($"campaign {wanted} is another user's", "Name one of your own, or leave it out");
            if (problem is null && await ClaimAsync(start!.Sha256, cancellation) is null)
                problem = WarmStart.Problem($"the candidate of campaign {wanted} to begin with is not stored any more", "Name another campaign, or leave it out");
            return problem is null ? start : throw Rejections.Of([problem]);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw Rejections.Of([WarmStart.Problem($"`{wanted}` is no campaign and no stored candidate", "`deepiot campaigns` lists the campaigns; a candidate is named by all 64 digits")]);
        }
    }

    private async Task RequireOwner(string campaignId, ServerCallContext context)
    {
        var asked = CampaignOf(campaignId);
        if (Caller.Of(context) is not { Role: not Role.Admin } caller)
            return;
        var campaign = await asked.AskFor<Campaign>(new CampaignAsked { CampaignId = campaignId }, context.CancellationToken);
        if (campaign.Owner != caller.Name)
        {
            throw new RpcException(new Grpc.Core.Status(
                StatusCode.PermissionDenied,
                $"Campaign {campaignId} is not yours, {caller.Name}. Ask {(campaign.Owner == "" ? "an admin" : $"{campaign.Owner} or an admin")}"));
        }
    }

    /// <summary>Bytes of each artifact of the spec that is stored.</summary>
    private async Task<Dictionary<string, long>> StoredOf(CampaignSpec? spec, CancellationToken cancellation)
    {
        var stored = new Dictionary<string, long>();
        foreach (var artifact in ArtifactsNamed.By(spec ?? new CampaignSpec()))
        {
            if (await ClaimAsync(artifact, cancellation) is { } found)
                stored[artifact] = found.Bytes;
        }

        return stored;
    }

    private Task<StoredArtifact?> ClaimAsync(string artifact, CancellationToken cancellation) =>
        StoreCalls.OrUnavailableAsync(() => artifacts.ClaimAsync(artifact, cancellation));

    private async Task<IReadOnlyList<string>> Warnings(CampaignSpec spec, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var trainers = await actors.Get<TrainerPoolKey>().AskFor<ListTrainersReply>(new TrainersAsked(), cancellation);
        if (trainers.Trainers.Count == 0)
            warnings.Add("No trainer has joined yet: the campaign waits for one");
        var boards = await actors.Get<BoardPoolKey>().AskFor<ListBoardsReply>(new BoardsAsked(), cancellation);
        var attached = boards.Boards.Where(board => board.State is BoardState.Free or BoardState.Busy).Select(board => board.Description).ToArray();
        foreach (var cost in spec.Targets.Select(BoardCost.Of).OfType<BoardCost>())
        {
            var ofClass = attached.Where(board => board.BoardClass == cost.BoardClass).ToArray();
            if (ofClass.Length == 0)
                warnings.Add($"No board of class {cost.BoardClass} takes jobs by now: the campaign waits for one");
            else if (cost.IsEnergy && ofClass.All(board => board.EnergyTier is "none" or ""))
                warnings.Add($"No board of class {cost.BoardClass} has a meter: without one no candidate is known to meet its limit");
        }

        return warnings;
    }
}
