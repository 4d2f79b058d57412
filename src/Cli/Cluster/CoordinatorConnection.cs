using DeepIoT.Protocol;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Net.Client;

namespace DeepIoT.Cli.Cluster;

/// <summary>The services of a cluster's coordinators.</summary>
public sealed class CoordinatorConnection : IDisposable
{
    private const string TokenVariable = "DEEPIOT_TOKEN";

    private readonly GrpcChannel _channel;

    public CoordinatorConnection(CoordinatorAddresses address)
    {
        Address = address;
        // In clear text a token would be anybody's.
        var token = address.AreSecure ? Environment.GetEnvironmentVariable(TokenVariable) : null;
        _channel = CoordinatorChannel.To(address, token is { Length: > 0 } ? token : null);
        Campaigns = new Campaigns.CampaignsClient(_channel);
        Boards = new Boards.BoardsClient(_channel);
        Trainers = new Trainers.TrainersClient(_channel);
        Access = new Access.AccessClient(_channel);
        Artifacts = new ArtifactClient(_channel);
        Store = new Protocol.V1.Artifacts.ArtifactsClient(_channel);
    }

    public CoordinatorAddresses Address { get; }

    public Campaigns.CampaignsClient Campaigns { get; }

    public Boards.BoardsClient Boards { get; }

    public Trainers.TrainersClient Trainers { get; }

    public Access.AccessClient Access { get; }

    public ArtifactClient Artifacts { get; }

    /// <summary>What is not a transfer.</summary>
    public Protocol.V1.Artifacts.ArtifactsClient Store { get; }

    public void Dispose() => _channel.Dispose();
}
