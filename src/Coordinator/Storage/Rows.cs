using System.Data.Common;
using Google.Protobuf;

namespace DeepIoT.Coordinator.Storage;

/// <summary>Statements on one open connection; parameters are written `@name`.</summary>
internal sealed class Rows(DbConnection connection, DbTransaction? transaction)
{
    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <returns>Whether there is a row.</returns>
    public bool Any(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>The first column of each row, as a message.</summary>
    public List<T> Read<T>(string sql, MessageParser<T> parser, params (string Name, object Value)[] parameters)
        where T : IMessage<T>
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(parser.ParseFrom((byte[])reader[0]));
        return rows;
    }

    private DbCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
