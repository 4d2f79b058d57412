using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DeepIoT.DeviceProfiler.Tests.Agent;
using DeepIoT.DeviceProfiler.Tests.Models;
using DeepIoT.DeviceProfiler.Tests.Worker;
using DeepIoT.DeviceProfiler.Worker;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static DeepIoT.Protocol.V1.FromBoard;

namespace DeepIoT.DeviceProfiler.Tests.CommandLine;

/// <summary>The program itself, as processes.</summary>
[Collection(WorkersInTurn.Name)]
public sealed class ProgramTests : Scratch
{
    private static readonly string Executable = typeof(ProgramTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProfilerProgram").Value!;

    [Fact]
    public async Task Wrong_options_end_it_with_code_2_and_every_problem()
    {
        var (code, _, stderr) = await RunAsync("--threads", "many", "--bord", "x");

        Assert.Equal(2, code);
        Assert.Contains("--threads", stderr, StringComparison.Ordinal);
        Assert.Contains("--bord", stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_has_an_example()
    {
        var (code, stdout, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Contains("Example: deepiot-profiler", stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hidden_verb_typed_by_a_person_says_what_to_use_instead()
    {
        var (code, _, stderr) = await RunAsync(MeasureWorker.Verb);

        Assert.Equal(2, code);
        Assert.Contains("deepiot measure", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_folder_every_model_is_measured_a_line_each_under_the_label()
    {
        File.Move(TestModels.Dense().Save(Folder), Path.Combine(Folder, "one.onnx"));
        File.Copy(Path.Combine(Folder, "one.onnx"), Path.Combine(Folder, "two.onnx"));

        var (code, stdout, stderr) = await RunAsync("--measure", Folder, "--label", "emulated");

        Assert.True(code == 0, stderr);
        Assert.Matches(@"^board class \S+/threads-1/emulated\none\.onnx: median [0-9.E-]+ ms.*\ntwo\.onnx: median [0-9.E-]+ ms.*\n$", stdout);
    }

    [Fact]
    public async Task A_folder_without_models_is_a_mistake()
    {
        var (code, _, stderr) = await RunAsync("--measure", Folder);

        Assert.Equal(2, code);
        Assert.Contains("no file that ends with .onnx", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_through_dotnet_it_measures_in_a_child_all_the_same()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var agent = Start("dotnet", [Executable + ".dll", "--join", coordinator.Address.ToString(), "--cache", Folder]);
        var stream = await coordinator.NextStreamAsync();
        await stream.WelcomeAsync();
        await stream.SendAsync(Measure(coordinator, TestModels.Dense(), seconds: 2));

        await stream.NextAsync(KindOneofCase.Completed);
        agent.Kill();
    }

    [Fact]
    public async Task The_executable_measures_in_a_child_of_itself_and_drains_on_SIGTERM()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var agent = StartAgent(coordinator);
        var stream = await coordinator.NextStreamAsync();
        await stream.WelcomeAsync();
        await stream.SendAsync(Measure(coordinator, TestModels.Dense(), seconds: 2));
        await stream.NextAsync(KindOneofCase.Started);

        using var kill = Process.Start("kill", ["-TERM", agent.Id.ToString(CultureInfo.InvariantCulture)]);
        await stream.NextAsync(KindOneofCase.Draining);
        await stream.NextAsync(KindOneofCase.Completed);
        await agent.WaitForExitAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(0, agent.ExitCode);
    }

    [Fact]
    public async Task A_board_with_a_token_attaches_over_https_and_shows_it()
    {
        using var certificate = LoopbackCertificate();
        var trusted = Path.Combine(Folder, "hub.pem");
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        await using var coordinator = await TestCoordinator.StartAsync(certificate);
        var start = Redirected(Executable, ["--join", coordinator.Address.ToString(), "--cache", Folder]);
        start.Environment["DEEPIOT_TOKEN"] = "board-secret";
        start.Environment["SSL_CERT_FILE"] = trusted;

        using var agent = Process.Start(start)!;
        var stream = await coordinator.NextStreamAsync();

        Assert.Equal("Bearer board-secret", stream.Authorization);
        agent.Kill();
    }

    [Fact]
    public async Task A_worker_does_not_outlive_an_agent_that_is_killed()
    {
        await using var coordinator = await TestCoordinator.StartAsync();
        using var agent = StartAgent(coordinator);
        var stream = await coordinator.NextStreamAsync();
        await stream.WelcomeAsync();
        await stream.SendAsync(Measure(coordinator, TestModels.Heavy(), seconds: 600));
        var worker = await RunningWorkers.AppearsAsync(agent.Id);

        agent.Kill();

        await Eventually.HoldsAsync(() => !RunningWorkers.IsAlive(worker), "the worker has ended");
    }

    private Process StartAgent(TestCoordinator coordinator) =>
        Start(Executable, ["--join", coordinator.Address.ToString(), "--name", "process", "--cache", Folder]);

    private static Protocol.V1.ToBoard Measure(TestCoordinator coordinator, Compression.Onnx.ModelProto model, int seconds) => new()
    {
        Measure = new()
        {
            LeaseId = "lease",
            ModelSha256 = coordinator.Store(model.ToByteArray()),
            Protocol = new() { TimeLimit = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) },
        },
    };

    private static async Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args)
    {
        using var process = Start(Executable, args);
        process.StandardInput.Close();
        var stdout = process.StandardOutput.ReadToEndAsync();
        var stderr = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);
        return (process.ExitCode, await stdout, await stderr);
    }

    private static Process Start(string program, string[] args) => Process.Start(Redirected(program, args))!;

    private static ProcessStartInfo Redirected(string program, string[] args) => new(program, args)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static X509Certificate2 LoopbackCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
