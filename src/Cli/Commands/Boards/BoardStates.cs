using System.CommandLine;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Commands.Boards;

/// <summary>How a board stands, in words.</summary>
internal static class BoardStates
{
    public static Argument<string> Name() => new("name") { Description = "Name of the board; `deepiot boards` lists them." };

    /// <summary>What it is busy with, or why it takes no jobs; empty when there is nothing to say.</summary>
    public static string Why(Board board)
    {
        var work = board.Campaigns.Count > 0 ? $"measures for {string.Join(", ", board.Campaigns)}" : "";
        return string.Join("; ", new[] { board.Reason, work }.Where(part => part.Length > 0));
    }

    /// <summary>`kitchen-pi is busy: measures for c1.`</summary>
    public static string Sentence(Board board)
    {
        var why = Why(board);
        return $"{board.Description.Name} is {Words.Of(board.State)}{(why.Length > 0 ? $": {why}" : "")}.";
    }
}
