using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Microsoft.Playwright;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.LivePage;

/// <summary>A coordinator with its page, a trainer and a board, each a process, a small campaign on them, and a browser.</summary>
[CollectionDefinition(Name)]
public sealed class RunningPage : IAsyncLifetime, IAsyncDisposable, ICollectionFixture<RunningPage>
{
    public const string Name = "live page";

    private LocalCluster? _cluster;
    private IPlaywright? _playwright;
    private RunningProgram? _coordinator;

    public Uri Address { get; } = new($"http://127.0.0.1:{LocalCluster.FreePort()}");

    internal LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("It is not running");

    internal DigitsCampaign Campaign { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!File.Exists("/usr/bin/chromium"))
            return;
        _cluster = new LocalCluster();
        StartCoordinator();
        _cluster.StartTrainer("trainer-1", slots: 2);
        _cluster.StartBoard("bench-1");
        Campaign = new DigitsCampaign(_cluster.Channel);
        await Campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 2, Epochs = 1, Iterations = 60, Seed = 1 });
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.StartAsync(_playwright);
    }

    internal Task<Watched> OpenAsync(int width = Watched.Desk, ColorScheme colours = ColorScheme.Light) => Watched.OpenAsync(Browser, Address, width, colours);

    /// <summary>Once the small campaign has its models.</summary>
    internal async Task<ResultsReply> FoundAsync()
    {
        while ((await Campaign.GetAsync()).State != CampaignState.Completed)
            await Task.Delay(200);
        return await Campaign.ResultsAsync();
    }

    /// <summary>A campaign that goes on until somebody ends it.</summary>
    internal async Task<DigitsCampaign> StartEndlessAsync(string name)
    {
        var campaign = new DigitsCampaign(Cluster.Channel);
        await campaign.SubmitAsync(new SearchSpec { Method = "taylor", Trials = 1, Epochs = 1_000, Iterations = 60, Seed = 2 }, name: name);
        return campaign;
    }

    /// <summary>Kills the coordinator and starts another on its data.</summary>
    public async Task RestartAsync()
    {
        await _coordinator!.KillAsync();
        StartCoordinator();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is null)
            return;
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        Campaign?.Dispose();
        await _cluster.DisposeAsync();
    }

    private void StartCoordinator() => _coordinator = Cluster.StartCoordinator("--Page", Address.ToString());
}
