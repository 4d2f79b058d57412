using DeepIoT.Clustering;
using DeepIoT.Coordinator;
using Microsoft.AspNetCore.Connections;

try
{
    var options = CoordinatorSettings.Read(args);
    await using var app = CoordinatorHost.Build(options);
    await app.RunAsync();
    return 0;
}
catch (RejectedOptionsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (IOException e) when (e.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"Listen: {e.Message} Stop what listens there, or choose another port.");
    return 2;
}
