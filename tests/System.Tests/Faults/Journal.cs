using DeepIoT.Protocol.Journal;
using Npgsql;

namespace DeepIoT.SystemTests.Faults;

/// <summary>The journal as it lies in the database.</summary>
internal static class Journal
{
    /// <summary>The entries of each campaign by its id, with their numbers.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<(long Number, Entry Entry)>>> ReadAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT persistence_id, sequence_number, message FROM journal WHERE persistence_id LIKE 'campaign-%' ORDER BY ordering";
        await using var rows = await command.ExecuteReaderAsync();
        var campaigns = new Dictionary<string, List<(long, Entry)>>();
        while (await rows.ReadAsync())
        {
            var id = rows.GetString(0)["campaign-".Length..];
            if (!campaigns.TryGetValue(id, out var entries))
                campaigns[id] = entries = [];
            entries.Add((rows.GetInt64(1), Entry.Parser.ParseFrom(rows.GetFieldValue<byte[]>(2))));
        }

        return campaigns.ToDictionary(campaign => campaign.Key, campaign => (IReadOnlyList<(long, Entry)>)campaign.Value);
    }
}
