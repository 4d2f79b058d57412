// A coordinator that starts again takes seconds, and one that is upgraded minutes: the page waits for it as long as it takes.
// It knows nothing of what was open before, so the page is loaded again; its address says what it shows.
document.getElementById('components-reconnect-modal').addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'rejected' || event.detail.state === 'resume-failed')
        location.reload();
});
Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 1e9, retryIntervalMilliseconds: 1000 } } });
