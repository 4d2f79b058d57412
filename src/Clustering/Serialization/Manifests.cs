using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeepIoT.Clustering.Serialization;

/// <summary>
/// The fixed table of messages that may travel between actors or lie in the journal. A manifest is the full name
/// that the .proto file gives a message; it is looked up here and nowhere else, so no sender can name a type.
/// </summary>
public static class Manifests
{
    private static readonly IEnumerable<MessageDescriptor> Known =
    [
        .. Protocol.Cluster.TrainersReflection.Descriptor.MessageTypes,
        .. Protocol.Cluster.BoardsReflection.Descriptor.MessageTypes,
        .. Protocol.Cluster.CampaignsReflection.Descriptor.MessageTypes,
        .. Protocol.Journal.CampaignsReflection.Descriptor.MessageTypes,
        .. Protocol.Journal.DirectoryReflection.Descriptor.MessageTypes,
        // Answers that are the same inside the cluster as on the wire.
        SubmitReply.Descriptor,
        CancelReply.Descriptor,
        PauseReply.Descriptor,
        ResumeReply.Descriptor,
        ExtendReply.Descriptor,
        DeleteReply.Descriptor,
        Campaign.Descriptor,
        CampaignSummary.Descriptor,
        CampaignEvent.Descriptor,
        ResultsReply.Descriptor,
        ListReply.Descriptor,
        ListBoardsReply.Descriptor,
        Board.Descriptor,
        BoardDetails.Descriptor,
        ListTrainersReply.Descriptor,
    ];

    private static readonly Dictionary<string, MessageParser> Parsers =
        Known.ToDictionary(message => message.FullName, message => message.Parser);

    /// <summary>Null when the message may not travel.</summary>
    public static string? Of(IMessage message) =>
        Parsers.ContainsKey(message.Descriptor.FullName) ? message.Descriptor.FullName : null;

    /// <summary>Null when the manifest is unknown.</summary>
    public static MessageParser? ParserOf(string manifest) => Parsers.GetValueOrDefault(manifest);
}
