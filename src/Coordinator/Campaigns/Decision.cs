using System.Collections.Immutable;
using DeepIoT.Protocol.Journal;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What a message leads to: entries to store, then an answer to the sender, null for none.</summary>
internal sealed record Decision(ImmutableList<Entry> Entries, IMessage? Answer = null)
{
    public static Decision Nothing { get; } = new([]);

    public static Decision Only(IMessage answer) => new([], answer);

    public static Decision Store(params Entry[] entries) => new([.. entries]);
}
