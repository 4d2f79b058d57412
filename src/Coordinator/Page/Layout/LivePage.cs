using DeepIoT.Coordinator.Page.Visiting;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace DeepIoT.Coordinator.Page.Layout;

/// <summary>A page that asks the services for what it shows, and asks again while somebody looks at it.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Why what is shown may be old, or why there is nothing; empty when all is well.</summary>
    protected string Trouble { get; private set; } = "";

    /// <summary>Cancelled when nobody looks any more.</summary>
    protected CancellationToken Gone => _gone.Token;

    private protected Visit Coordinator { get; private set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Visits Visits { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <summary>Asks for what is shown.</summary>
    /// <exception cref="RpcException">It is refused, or cannot be had now; the page goes on trying.</exception>
    protected abstract Task LoadAsync();

    protected override async Task OnParametersSetAsync()
    {
        Coordinator ??= Visits.Of((await Authentication).User);
        await TryAsync(LoadAsync);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = FollowAsync();
    }

    /// <summary>Asks again and again.</summary>
    protected virtual async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval);
            while (await timer.WaitForNextTickAsync(Gone))
                await RefreshAsync();
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }

    protected Task RefreshAsync() => InvokeAsync(async () =>
    {
        await TryAsync(LoadAsync);
        StateHasChanged();
    });

    /// <summary>Does what a visitor asked for, or says why not.</summary>
    protected async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            Trouble = "";
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unauthenticated)
        {
            Navigation.NavigateTo($"login?returnUrl={Uri.EscapeDataString(new Uri(Navigation.Uri).PathAndQuery)}&why={Uri.EscapeDataString(refusal.Status.Detail)}", forceLoad: true);
        }
        catch (RpcException) when (Gone.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (RpcException refusal)
        {
            Trouble = refusal.Status.Detail;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // Likewise.
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }
}
