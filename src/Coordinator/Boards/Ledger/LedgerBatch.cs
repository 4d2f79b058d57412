using DeepIoT.Protocol.Ledger;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Boards.Ledger;

/// <summary>What is written to the ledger at once.</summary>
/// <param name="Boards">Each at most once, as it is by now.</param>
/// <param name="Events">In the order in which they happened.</param>
internal sealed record LedgerBatch(IReadOnlyList<KeptBoard> Boards, IReadOnlyList<(string Board, BoardEvent Event)> Events);
