using DeepIoT.Cli.Shell;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace DeepIoT.Cli.Tests.Commands;

public sealed class SubmitCommandTests : IDisposable
{
    private readonly SmallCampaign _campaign = new();

    public void Dispose() => _campaign.Dispose();

    [Fact]
    public async System.Threading.Tasks.Task Submit_uploads_model_and_data_once_and_names_them_in_the_spec()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();

        var run = await CommandRun.OfAsync(coordinator, "submit", _campaign.File);

        Assert.Equal((ExitCode.Success, "Campaign c1 (small) is submitted."), (run.ExitCode, run.Out.Trim()));
        Assert.Contains("Note: no board of class rpi4 is attached yet", run.Error, StringComparison.Ordinal);
        Assert.Contains("deepiot watch c1", run.Error, StringComparison.Ordinal);
        Assert.True(coordinator.Campaigns.Submitted.TryDequeue(out var request));
        Assert.Equal(await System.IO.File.ReadAllBytesAsync(_campaign.ModelFile), coordinator.Artifacts.Stored[request.Spec.Model.Sha256]);
        Assert.True(coordinator.Artifacts.Stored.ContainsKey(request.Spec.Data.Train.Inputs.Sha256));
        Assert.Equal(2, coordinator.Artifacts.Stored.Count);
        Assert.NotEqual("", request.SubmissionId);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_model_with_its_weights_in_another_file_is_sent_as_one_that_stands_alone()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var whole = await System.IO.File.ReadAllBytesAsync(_campaign.ModelFile);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(_campaign.Folder, "weights.bin"), _campaign.KeepWeightsAt("weights.bin"));

        var run = await CommandRun.OfAsync(coordinator, "submit", _campaign.File);

        Assert.Equal((ExitCode.Success, 2), (run.ExitCode, coordinator.Artifacts.Stored.Count));
        Assert.True(coordinator.Campaigns.Submitted.TryDequeue(out var request));
        Assert.Equal(whole, coordinator.Artifacts.Stored[request.Spec.Model.Sha256]);
    }

    [Fact]
    public async System.Threading.Tasks.Task Submit_with_watch_goes_on_to_the_frontier()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        coordinator.Campaigns.Streams.Enqueue([Made.Event(1, CampaignState.Completed)]);
        coordinator.Campaigns.Found["c1"] = Made.Results(Made.Baseline(Made.Artifact('b')), Made.Candidate(Made.Artifact('a'), 800));

        var run = await CommandRun.OfAsync(coordinator, "submit", _campaign.File, "--watch");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("aaaaaaaaaaaa", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async System.Threading.Tasks.Task A_bad_campaign_sends_nothing()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        _campaign.Campaign("- { kind: size, atMost: 0.01% }");

        var run = await CommandRun.OfAsync(coordinator, "submit", _campaign.File);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Empty(coordinator.Artifacts.Stored);
        Assert.Empty(coordinator.Campaigns.Submitted);
    }

    [Fact]
    public async System.Threading.Tasks.Task What_the_coordinator_refuses_is_told_field_by_field()
    {
        await using var coordinator = await FakeCoordinator.StartAsync();
        var problems = new Problems { Problems_ = { new Problem { Field = "search.trials", Reason = "is too many", Remedy = "Ask for 4." } } };
        coordinator.Campaigns.SubmitRefusal = new RpcException(
            new Status(StatusCode.InvalidArgument, "rejected"), new Metadata { { "deepiot-problems-bin", problems.ToByteArray() } });

        var run = await CommandRun.OfAsync(coordinator, "submit", _campaign.File);

        Assert.Equal(ExitCode.UsersMistake, run.ExitCode);
        Assert.Contains("search.trials: is too many. Ask for 4.", run.Error, StringComparison.Ordinal);
    }
}
