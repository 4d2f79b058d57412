using System.CommandLine;
using System.CommandLine.Parsing;
using DeepIoT.Cli.Output;
using DeepIoT.Cli.Parsing;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Protocol;

namespace DeepIoT.Cli.Commands;

/// <summary>Options and arguments that several commands share; each call makes a new one.</summary>
public static class CommonOptions
{
    public const string CoordinatorVariable = "DEEPIOT_COORDINATOR";
    public const string DefaultCoordinator = "http://127.0.0.1:5080";

    /// <param name="name">A board joins its coordinator; everybody else names it.</param>
    public static Option<CoordinatorAddresses> Coordinator(string name = "--coordinator") => new(name)
    {
        Description = $"Address of the coordinator, or of several with commas between; else the variable {CoordinatorVariable}.",
        HelpName = "url,url",
        DefaultValueFactory = _ => new CoordinatorAddresses(Environment.GetEnvironmentVariable(CoordinatorVariable) is { Length: > 0 } set ? set : DefaultCoordinator),
        CustomParser = result => Parse(result, Addresses)!,
    };

    public static Option<OutputFormat> Format() => new("--format")
    {
        Description = "How the result is printed; a table unless told otherwise.",
        HelpName = "table|json|csv",
        CustomParser = result => Parse(result, Named<OutputFormat>),
        CompletionSources = { "table", "json", "csv" },
    };

    public static Argument<string> CampaignId() => new("id") { Description = "Id of the campaign; `deepiot campaigns` lists them." };

    public static Argument<string> TrainerName() => new("name") { Description = "Name of the trainer; `deepiot trainers` lists them." };

    public static Argument<string> Model() => new("model") { Description = "The ONNX file.", HelpName = "model.onnx" };

    /// <summary>A board that only a command reaches.</summary>
    public static Option<string?> MeasuredBy() => new("--measured-by")
    {
        Description = "A command that is given a folder of models and prints what `deepiot-profiler --measure FOLDER` prints on the board it reaches; else this machine measures.",
        HelpName = "command",
    };

    public static IMeasuredBoard Board(string? measuredBy) => measuredBy is { } command ? new CommandBoard(command) : new LocalBoard();

    /// <summary>An option whose text is read by one of our strict parsers.</summary>
    public static Option<T> Of<T>(string name, string description, string helpName, Func<string, Parsed<T>> parse, T fallback) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Parse(result, parse)!,
    };

    public static Option<Uri?> Health() => Plain("--health", "Plain http address that answers probes, /health/live and /health/ready.", 8080);

    public static Option<Uri?> Metrics() => Plain("--metrics", "Plain http address that answers Prometheus, /metrics.", 9464);

    public static Option<int> Port(string name, string description, int fallback, int least) =>
        Of(name, description, "port", Numbers.Between(least, 65_535), fallback);

    public static Parsed<CoordinatorAddresses> Addresses(string text) =>
        new CoordinatorAddresses(text) is { AreUsable: true } addresses
            ? addresses
            : new Complaint($"'{text}' is no address of a coordinator", $"Write it with scheme and port, such as {DefaultCoordinator}, several with commas between.");

    private static Option<Uri?> Plain(string name, string description, int usual) => Of<Uri?>(
        name,
        description,
        "url",
        text => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : new Complaint($"'{text}' is no address", $"Write it like http://0.0.0.0:{usual}."),
        null);

    public static Parsed<Uri> Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : new Complaint($"'{text}' is no address of a coordinator", $"Write it with scheme and port, such as {DefaultCoordinator}.");

    /// <summary>One of an enumeration's members, in lower case.</summary>
    public static Parsed<T> Named<T>(string text)
        where T : struct, Enum =>
        Spelling.OneOf([.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())])(text).As(name => Enum.Parse<T>(name, ignoreCase: true));

    public static T? Parse<T>(ArgumentResult result, Func<string, Parsed<T>> parse)
    {
        var parsed = parse(result.Tokens[^1].Value);
        if (parsed.Complaint is not { } complaint)
            return parsed.Value;
        var option = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{option}: {complaint.Reason}. {complaint.Remedy}");
        return default;
    }
}
