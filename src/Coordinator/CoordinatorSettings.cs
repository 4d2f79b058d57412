using DeepIoT.Clustering;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator;

/// <summary>Options by name, `--Listen …`, or from the environment, `DEEPIOT_COORDINATOR_Listen=…`; the former win.</summary>
internal static class CoordinatorSettings
{
    /// <exception cref="RejectedOptionsException">A name is unknown, or a value cannot be read.</exception>
    public static CoordinatorOptions Read(string[] args)
    {
        try
        {
            var options = new CoordinatorOptions();
            new ConfigurationBuilder()
                .AddEnvironmentVariables("DEEPIOT_COORDINATOR_")
                .AddCommandLine(args)
                .Build()
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            return options;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            var names = typeof(CoordinatorOptions).GetProperties().Select(property => $"--{property.Name}");
            throw new RejectedOptionsException(
            [
                new Problem
                {
                    Field = "options",
                    Reason = e.Message.TrimEnd('.'),
                    Remedy = $"Use {string.Join(", ", names)}; times as 00:01:00, a list as --Seeds:0, --Seeds:1",
                },
            ]);
        }
    }
}
