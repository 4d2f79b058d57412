using DeepIoT.Clustering;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator;

/// <summary>Options from the environment (`DEEPIOT_LISTEN=…`) and the command line (`--Listen …`), the latter first.</summary>
internal static class CoordinatorSettings
{
    /// <exception cref="RejectedOptionsException">A value cannot be read.</exception>
    public static CoordinatorOptions Read(string[] args)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddEnvironmentVariables("DEEPIOT_")
                .AddCommandLine(args)
                .Build()
                .Get<CoordinatorOptions>() ?? new CoordinatorOptions();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new RejectedOptionsException(
            [
                new Problem
                {
                    Field = "options",
                    Reason = e.Message.TrimEnd('.'),
                    Remedy = "Write them as in `--Listen http://127.0.0.1:5080 --ClusterPort 4053 --BoardWait 00:01:00`",
                },
            ]);
        }
    }
}
