using DeepIoT.Compression;
using DeepIoT.TrainerNode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

// Options by name, `--Slots 2 --Seeds:0 127.0.0.1:4053`, or from the environment, `DEEPIOT_TRAINER_Slots=2`.
try
{
    using var host = TrainerHost.Build(Options(args));
    await host.RunAsync();
    return 0;
}
catch (RejectedException rejection)
{
    Console.Error.WriteLine(rejection.Message);
    return 2;
}

static TrainerOptions Options(string[] args)
{
    try
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("DEEPIOT_TRAINER_").AddCommandLine(args).Build();
        var options = new TrainerOptions();
        // The binder adds to an array; what the user names replaces the default.
        if (settings.GetSection(nameof(options.Seeds)).Exists())
            options.Seeds = [];
        settings.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        return options;
    }
    catch (Exception e) when (e is InvalidOperationException or FormatException)
    {
        var names = string.Join(", ", typeof(TrainerOptions).GetProperties().Select(property => $"--{property.Name}"));
        throw new RejectedException("options", e.Message.TrimEnd('.'), $"Use {names}; a list as --Seeds:0, --Seeds:1");
    }
}
