using System.Collections.Immutable;
using System.Threading.Channels;
using DeepIoT.Coordinator.Page.Layout;
using DeepIoT.Protocol.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Components;

namespace DeepIoT.Coordinator.Page.Campaigns;

/// <summary>One campaign: its results as the services tell them, asked for again when its events say that there are others.</summary>
public sealed partial class CampaignPage : LivePage
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(0.5), Ended = TimeSpan.FromSeconds(5);

    private ImmutableList<Trial> _trials = [];
    private KeepHistory _keeps = KeepHistory.Empty;
    private ImmutableList<CampaignEvent> _events = [];
    private Candidate? _selected;
    private string _shown = "";
    private long _offset;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Hash of the candidate that is looked at, so that an address can name it.</summary>
    [SupplyParameterFromQuery]
    private string? Candidate { get; set; }

    private string Name => _results?.Campaign.Spec.Name ?? Id;

    private bool IsAgreement => _results?.Baseline is { AccuracyIsAgreement: true };

    protected override async Task LoadAsync()
    {
        if (_shown != Id)
            (_shown, _offset, _events, _keeps, _results) = (Id, 0, [], KeepHistory.Empty, null);
        var results = await Coordinator.Campaigns.ResultsAsync(new ResultsRequest { CampaignId = Id }, cancellationToken: Gone);
        // Whoever shows them draws anew only what is new.
        if (!results.Equals(_results))
            _results = results;
        _trials = [.. _results.Campaign.Trials];
        _selected = _results.Candidates.FirstOrDefault(candidate => candidate.Model.Sha256 == Candidate)
            ?? _results.Candidates.Where(candidate => candidate.WithinLimits).MinBy(candidate => (candidate.Cost.Bytes, !candidate.OnFrontier))
            ?? _results.Candidates.MaxBy(candidate => (candidate.OnFrontier, candidate.ValidationAccuracy));
    }

    // The stream ends with the campaign, which may be extended later, and breaks when its coordinator leaves the cluster.
    protected override async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await TryAsync(WatchAsync);
                await Task.Delay(Ended, Gone);
                await RefreshAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }

    private async Task WatchAsync()
    {
        var watched = Id;
        using var watch = Coordinator.Campaigns.Watch(new WatchRequest { CampaignId = watched, FromOffset = _offset }, cancellationToken: Gone);
        var told = Channel.CreateUnbounded<CampaignEvent>();
        var showing = ShowAsync(told.Reader);
        try
        {
            await foreach (var happened in watch.ResponseStream.ReadAllAsync(Gone))
                told.Writer.TryWrite(happened);
        }
        finally
        {
            told.Writer.Complete();
            await showing;
        }
    }

    // Events come in bursts; what they lead to is asked for once.
    private async Task ShowAsync(ChannelReader<CampaignEvent> told)
    {
        while (await told.WaitToReadAsync(Gone))
        {
            await Task.Delay(Calm, Gone);
            await InvokeAsync(() =>
            {
                while (told.TryRead(out var happened))
                    Take(happened);
            });
            await RefreshAsync();
        }
    }

    private void Take(CampaignEvent happened)
    {
        _keeps = _keeps.After(happened);
        if (happened.KindCase == CampaignEvent.KindOneofCase.Progress)
            return;
        _offset = happened.Offset;
        _events = _events.Insert(0, happened);
    }

    private void Select(Candidate candidate) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("candidate", candidate.Model.Sha256), replace: true);

    private Task OrderAsync(CampaignOrder order) => TryAsync(async () =>
    {
        await order.GiveAsync(Coordinator.Campaigns, Id, Gone);
        await LoadAsync();
    });
}
