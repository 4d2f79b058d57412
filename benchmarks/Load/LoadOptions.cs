using Microsoft.Extensions.Configuration;

namespace DeepIoT.Load;

/// <summary>What is to be borne, as `--Name value`.</summary>
internal sealed class LoadOptions
{
    public int Campaigns { get; set; } = 200;

    /// <summary>Of each campaign.</summary>
    public int Trials { get; set; } = 20;

    /// <summary>Campaigns that are submitted at once.</summary>
    public int Submitters { get; set; } = 4;

    /// <summary>Campaigns submitted before those that count, by a coordinator that has just started and compiles its code.</summary>
    public int WarmUp { get; set; } = 8;

    /// <summary>Simulated trainers, each with <see cref="Slots"/> slots.</summary>
    public int Trainers { get; set; } = 4;

    public int Slots { get; set; } = 16;

    /// <summary>Submissions go on in rounds until so much time is over; zero is one round.</summary>
    public TimeSpan AtLeast { get; set; }

    /// <summary>PostgreSQL connection string of an empty database; SQLite when null.</summary>
    public string? Database { get; set; }

    /// <exception cref="ArgumentException">An option is unknown, or makes no sense.</exception>
    public static LoadOptions Read(string[] args)
    {
        var options = new LoadOptions();
        try
        {
            new ConfigurationBuilder().AddCommandLine(args).Build().Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new ArgumentException($"{e.Message.TrimEnd('.')}. Use {string.Join(", ", typeof(LoadOptions).GetProperties().Select(property => $"--{property.Name}"))}", e);
        }

        if (options.Campaigns < 1 || options.Trials is < 1 or > 64 || options.Submitters < 1 || options.WarmUp < 0 || options.Trainers < 1 || options.Slots < 1 || options.AtLeast < TimeSpan.Zero)
            throw new ArgumentException("Every number but WarmUp has to be above 0, and Trials at most 64");
        return options;
    }
}
