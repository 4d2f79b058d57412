using System.Diagnostics;
using System.Reflection;
using DeepIoT.Load;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using Grpc.Core;

namespace DeepIoT.TelemetryCost;

/// <summary>A trainer that compresses the network for digits, always in the same way.</summary>
internal sealed class TrainerSide : ISide
{
    private static readonly string Program = typeof(TrainerSide).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Trainer").Value!;

    private readonly CoordinatorProcess _coordinator = new(database: null);
    private readonly string _cache = Directory.CreateTempSubdirectory("deepiot-telemetry-cost-").FullName;
    private readonly Process _trainer;

    private TrainerSide(Collector? collector)
    {
        var metrics = new Uri($"http://127.0.0.1:{CoordinatorProcess.FreePort()}");
        var start = new ProcessStartInfo("dotnet",
        [
            Program,
            "--Coordinator", _coordinator.Address.ToString(),
            "--Seeds:0", $"127.0.0.1:{_coordinator.ClusterPort}",
            "--CacheFolder", _cache,
            "--Slots", "1",
            .. collector is null ? Array.Empty<string>() : ["--Metrics", metrics.ToString()],
        ]);
        foreach (var (name, value) in collector?.Environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _trainer = Process.Start(start)!;
        Metrics = metrics;
    }

    public static string Work => "one trial of the network for digits, 40 epochs";

    private Uri Metrics { get; }

    public static async Task<TrainerSide> StartAsync(Collector? collector)
    {
        var side = new TrainerSide(collector);
        await side._coordinator.AnswersAsync();
        // Until it has trained for the first time, it may not have begun to answer.
        await side.RoundAsync();
        collector?.Scrape(side.Metrics);
        return side;
    }

    public async Task<Round> RoundAsync()
    {
        var id = (await _coordinator.Campaigns.SubmitAsync(new SubmitRequest { Spec = await SpecAsync(), SubmissionId = Guid.NewGuid().ToString() })).CampaignId;
        var (begun, processor) = (DateTime.MinValue, TimeSpan.Zero);
        using var watching = _coordinator.Campaigns.Watch(new WatchRequest { CampaignId = id });
        await foreach (var next in watching.ResponseStream.ReadAllAsync())
        {
            if (next.TrialChanged?.State == TrialState.Running && begun == DateTime.MinValue)
                (begun, processor) = (next.At.ToDateTime(), Processor);
            if (next.KindCase != CampaignEvent.KindOneofCase.StateChanged || next.StateChanged is not (CampaignState.Completed or CampaignState.Failed or CampaignState.Rejected))
                continue;
            return next.StateChanged == CampaignState.Completed
                ? new((next.At.ToDateTime() - begun).TotalSeconds, (Processor - processor).TotalSeconds)
                : throw new InvalidOperationException($"The campaign is {next.StateChanged}");
        }
        throw new InvalidOperationException("The campaign's events ended before it");
    }

    public ValueTask DisposeAsync()
    {
        _trainer.Kill();
        _trainer.WaitForExit();
        _trainer.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_cache, recursive: true);
        return ValueTask.CompletedTask;
    }

    private TimeSpan Processor
    {
        get
        {
            _trainer.Refresh();
            return _trainer.TotalProcessorTime;
        }
    }

    private async Task<CampaignSpec> SpecAsync()
    {
        var artifacts = new ArtifactClient(_coordinator.Channel);
        return new CampaignSpec
        {
            Name = "digits",
            Model = await UploadAsync("digits.onnx"),
            Data = new DataSpec { Format = DataFormat.Csv, Train = new DataPart { Inputs = await UploadAsync("digits.csv.gz") }, TestShare = 0.2, Scale = 0.0625 },
            Task = Protocol.V1.Task.Classification,
            MaxDropPoints = 100,
            Targets = { new Target { Kind = TargetKind.Size, Share = 0.2 } },
            Search = new SearchSpec { Method = "taylor", Trials = 1, Epochs = 40, Seed = 1 },
        };

        Task<ArtifactRef> UploadAsync(string name) => artifacts.UploadAsync(Path.Combine(AppContext.BaseDirectory, "digits", name), name, default);
    }
}
