using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DeepIoT.Benchmarks.AgentCost;

// What the board agent costs: size of each publish profile, time to attach and to measure a model, and what it takes while idle.
//   dotnet run -c Release --project benchmarks/AgentCost -- MODEL PROFILE|FOLDER...
if (args is not [var model, _, ..])
{
    Console.Error.WriteLine("usage: AgentCost MODEL.onnx PROFILE|FOLDER... (linux-x64, linux-x64-native, linux-arm64, linux-arm64-native, or where one is published); run it from the repository's root");
    return 2;
}

var onnx = await File.ReadAllBytesAsync(model);
Console.WriteLine("| profile | packed (`tar.gz`) | starts and attaches in | attached, model measured in | idle memory (RSS) | idle load of one core |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var profile in args[1..])
{
    var folder = Directory.CreateTempSubdirectory("deepiot-agent-");
    try
    {
        var agent = Directory.Exists(profile) ? profile : Path.Combine(folder.FullName, "agent");
        if (agent != profile)
            await PublishAsync(profile, agent);
        var packed = string.Create(CultureInfo.InvariantCulture, $"{PackedSize.Of(agent) / 1e6:0.0} MB");
        var runs = agent == profile || profile.StartsWith($"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", StringComparison.Ordinal);
        var cost = runs ? (await AgentRun.MeasureAsync(agent, folder.FullName, onnx)).ToString() : " | | | ";
        Console.WriteLine($"| `{profile}` | {packed} | {cost} |");
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}
return 0;

static async Task PublishAsync(string profile, string folder)
{
    using var publish = Process.Start("dotnet", ["publish", "src/DeviceProfiler", $"-p:PublishProfile={profile}", "-o", folder, "-v", "quiet", "--nologo"]);
    await publish.WaitForExitAsync();
    if (publish.ExitCode != 0)
        throw new InvalidOperationException($"dotnet publish of {profile} failed");
}
