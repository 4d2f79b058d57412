using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.V1;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DeepIoT.Coordinator.Page.Submitting;

/// <summary>A campaign from files of the browser's machine.</summary>
public sealed partial class SubmitPage
{
    private readonly SubmitForm _form = new();
    private IReadOnlyList<string> _classes = [];
    private IReadOnlyList<Problem> _problems = [];
    private bool _isBusy;

    [Inject]
    private ArtifactIntake Intake { get; set; } = null!;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    protected override async Task LoadAsync()
    {
        var boards = await Coordinator.Boards.ListAsync(new ListBoardsRequest(), cancellationToken: Gone);
        _classes = [.. boards.Boards.Select(board => board.Description.BoardClass).Distinct().Order(StringComparer.Ordinal)];
    }

    private Problem? Of(string field) => _problems.FirstOrDefault(problem => problem.Field == field);

    private string? Bad(string field) => Of(field) is null ? null : "true";

    private Task UploadAsync(IBrowserFile file, Action<ArtifactRef> stored) => TryAsync(async () =>
    {
        _isBusy = true;
        var folder = Directory.CreateTempSubdirectory("deepiot-upload-");
        try
        {
            // Its name is its hash, which is known only at its end.
            var spool = Path.Combine(folder.FullName, "file");
            await using (var source = file.OpenReadStream(Intake.MaxBytes, Gone))
            await using (var target = File.Create(spool))
                await source.CopyToAsync(target, Gone);
            stored(await Coordinator.Artifacts.UploadAsync(spool, file.Name, Gone));
        }
        finally
        {
            folder.Delete(recursive: true);
            _isBusy = false;
        }
    });

    private Task SubmitAsync() => TryAsync(async () =>
    {
        var (request, problems) = _form.Read();
        if (problems.Count > 0)
            return;
        var reply = await Coordinator.Campaigns.SubmitAsync(request, cancellationToken: Gone);
        Navigation.NavigateTo($"campaigns/{reply.CampaignId}");
    });
}
