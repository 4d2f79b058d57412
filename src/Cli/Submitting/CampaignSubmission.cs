using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Cluster;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Cli.Yaml;
using DeepIoT.Compression;
using DeepIoT.Compression.Compressor;
using DeepIoT.Compression.Trials;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Submitting;

/// <summary>From a campaign file to a running campaign: read, examine here, upload, submit.</summary>
/// <param name="trials">Examines.</param>
/// <param name="tell">Receives one line for each stage.</param>
public sealed class CampaignSubmission(ITrialFactory trials, Action<string> tell)
{
    /// <summary>Reads and examines a campaign file on this machine; nothing has been sent when it returns.</summary>
    /// <exception cref="CampaignFileRejectedException">Everything that is wrong with the file, the model and the data, by line.</exception>
    public CampaignFile Prepare(string path, CancellationToken cancellation)
    {
        var file = CampaignFileReader.Read(path);
        tell($"Examining {Path.GetFileName(file.Model)} and its data.");
        try
        {
            var model = UserFiles.ReadModel(file.Model);
            var (_, baseline) = new LocalExamination(trials).Examine(model, file.Data, file.ValidationShare, file.Search.Seed, cancellation, file.Decoding);
            var problems = LocalExamination.Unreachable(file.Targets, model);
            if (!file.Data.IsLabelled)
                problems = [.. problems, .. Method.NeedsForLabels(file.Search.Method, file.Search.Options)];
            if (problems.Count > 0)
                throw new RejectedException(problems);
            var metric = Metric.Of(isAgreement: !file.Data.IsLabelled);
            tell($"The model has {Readable.Count(baseline.Cost.Parameters)} parameters and a validation {metric.Name} of {Readable.Percent(baseline.ValidationAccuracy)}.");
            if (metric.Note is { } note)
                tell(note);
            return file;
        }
        catch (RejectedException rejected)
        {
            throw new CampaignFileRejectedException(path, [.. rejected.Problems.Select(p => AtLine(file, p))]);
        }
    }

    /// <summary>Uploads what the campaign needs, unless the coordinator has it already, and submits it.</summary>
    public async Task<SubmitReply> SubmitAsync(CoordinatorConnection connection, CampaignFile file, CancellationToken cancellation)
    {
        var artifacts = new Dictionary<string, ArtifactRef>();
        foreach (var path in file.Files())
        {
            using var model = path == file.Model ? new SelfContainedModel(path) : null;
            artifacts[path] = await connection.Artifacts.UploadAsync(model?.Path ?? path, Path.GetFileName(path), cancellation);
            tell($"{Path.GetFileName(path)} is stored ({Readable.Bytes(artifacts[path].Bytes)}).");
        }
        var request = new SubmitRequest
        {
            Spec = CampaignSpecs.From(file, artifacts),
            SubmissionId = Guid.NewGuid().ToString("N"),
        };
        return await connection.Campaigns.SubmitAsync(request, cancellationToken: cancellation);
    }

    private static FileProblem AtLine(CampaignFile file, Compression.Problem problem) =>
        new(file.LineOf(problem.Field) ?? 0, problem.Field, problem.Reason, problem.Remedy);
}
