using System.Security.Claims;
using DeepIoT.Coordinator.Access;
using DeepIoT.Coordinator.Access.Inner;
using DeepIoT.Protocol.Artifacts;
using Grpc.Core;

namespace DeepIoT.Coordinator.Page.Visiting;

/// <summary>The services as one visitor may use them.</summary>
internal sealed class Visit(ChannelBase channel, Visitor visitor)
{
    public Visitor Visitor => visitor;

    public Protocol.V1.Campaigns.CampaignsClient Campaigns { get; } = new(channel);

    public Protocol.V1.Boards.BoardsClient Boards { get; } = new(channel);

    public Protocol.V1.Trainers.TrainersClient Trainers { get; } = new(channel);

    public Protocol.V1.Artifacts.ArtifactsClient ArtifactVerbs { get; } = new(channel);

    public ArtifactClient Artifacts { get; } = new(channel);
}

/// <summary>Makes visits.</summary>
internal sealed class Visits(InnerServices services, AccessGate gate)
{
    public Visit Of(ClaimsPrincipal user) => Of(Visitor.Of(user));

    public Visit Of(Visitor visitor) => new(new InnerChannel(new InnerInvoker(services, gate, visitor.Authorization, visitor.From)), visitor);
}
