using System.Globalization;
using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Coordinator.Scheduling;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Campaigns;

/// <summary>What can be said of a submission before a trainer has seen the model. Fields are named as in the campaign file.</summary>
internal static class SpecRules
{
    private const int NameLength = 100;
    /// <summary>Of one campaign.</summary>
    public const int MostTrials = 64;

    private const int MostEpochs = 1000;
    private static readonly string[] Methods = ["auto", "taylor", "compressor", "deepiot", "magnitude"];

    /// <summary>Every problem of the request; <paramref name="isStored"/> says whether an artifact has been uploaded.</summary>
    public static IReadOnlyList<Problem> Problems(SubmitRequest request, Func<string, bool> isStored)
    {
        var problems = new List<Problem>();
        var spec = request.Spec ?? new CampaignSpec();
        Require(
            request.SubmissionId is { Length: > 0 and <= NameLength },
            "submissionId",
            "it is empty or longer than 100 characters",
            "Choose an id of your own, for example a UUID, and keep it when repeating the call");
        Require(
            spec.Name is { Length: > 0 and <= NameLength },
            "name",
            "it is empty or longer than 100 characters",
            "Give the campaign a short name");
        CheckArtifact("model", spec.Model);
        CheckData(spec.Data ?? new DataSpec());
        Require(
            Enum.IsDefined(spec.Task) && spec.Task != Protocol.V1.Task.Unspecified,
            "task",
            "it is not set, or not known here",
            "Use `classification`, `sequence`, `regression` or `labels`");
        Require(
            spec.Decoding is null or { Beam: >= 0 and <= 1000, Separator: >= 0 },
            "accuracy",
            "beam is not between 1 and 1000, or separator is negative",
            "Give a beam such as 8, and the number of the token between words");
        Require(Enum.IsDefined(spec.Priority), "priority", "it is not known here", "Use `low`, `normal` or `high`");
        Require(
            spec.MaxDropPoints is >= 0 and < 100,
            "accuracy.maxDrop",
            "it is not between 0 and 100",
            "Give the points of accuracy that may be lost, for example 0.5");
        CheckTargets(spec.Targets);
        CheckSearch(spec.Search ?? new SearchSpec());
        if (spec.Data is { Unlabelled: true })
            CheckWithoutLabels(spec.Search ?? new SearchSpec());
        return problems;

        void Require(bool holds, string field, string reason, string remedy)
        {
            if (!holds)
                problems.Add(new Problem { Field = field, Reason = reason, Remedy = remedy });
        }

        void CheckArtifact(string field, ArtifactRef? artifact)
        {
            if (!ArtifactName.IsValid(artifact?.Sha256))
                Require(false, field, "it names no artifact", "Give the SHA-256 of an uploaded file, 64 lower-case hex digits");
            else
                Require(isStored(artifact!.Sha256), field, $"artifact {artifact.Sha256} is not stored", "Upload it first");
        }

        void CheckPart(string field, DataPart? part, DataSpec data)
        {
            CheckArtifact($"{field}.inputs", part?.Inputs);
            if (data.Unlabelled)
            {
                Require(
                    part is null or { Labels: null, LabelsMember: "" },
                    $"{field}.labels",
                    "labels are named, and the data is said to have none",
                    "Leave one of the two out");
            }
            else if (data.Format is DataFormat.Idx or DataFormat.Npy || part?.Labels is not null)
                CheckArtifact($"{field}.labels", part?.Labels);
        }

        void CheckData(DataSpec data)
        {
            Require(data.Format != DataFormat.Unspecified, "data.format", "it is not set", "Use npz, npy, idx or csv");
            CheckPart("data.train", data.Train, data);
            if (data.Test is not null)
                CheckPart("data.test", data.Test, data);
            Require(
                data.Test is null || data.TestShare == 0,
                "data.testShare",
                "there is a test part already",
                "Leave out testShare, or the test part");
            Require(data.TestShare is >= 0 and < 1, "data.testShare", "it is not between 0 and 1", "Use for example 0.2");
            Require(
                data.ValidationShare is >= 0 and < 1,
                "data.validationShare",
                "it is not between 0 and 1",
                "Leave it out for a tenth, or use for example 0.2");
            Require(double.IsFinite(data.Scale), "data.scale", "it is no number", "Leave it out, or use for example 0.00392");
        }

        void CheckTargets(IReadOnlyList<Target> targets)
        {
            Require(targets.Count > 0, "targets", "there is none", "Add for example `- { kind: size, atMost: smallest }`");
            for (var i = 0; i < targets.Count; i++)
                CheckTarget($"targets[{i}]", targets[i]);
        }

        void CheckTarget(string field, Target target)
        {
            Require(
                target.Kind != TargetKind.Unspecified,
                field,
                "it says not what is limited",
                "Use size, macs, latency or energy");
            var onBoard = target.Kind is TargetKind.Latency or TargetKind.Energy;
            var example = target.Kind == TargetKind.Energy ? "2 mJ" : "5 ms";
            Require(
                onBoard == (target.BoardClass != ""),
                $"{field}.board",
                onBoard ? "a latency or energy target needs one" : "only a latency or energy target has one",
                onBoard ? "Name the class as `deepiot boards` shows it" : "Leave it out");
            switch (target.LimitCase)
            {
                case Target.LimitOneofCase.Share:
                    Require(
                        target.Share is > 0 and < 1,
                        $"{field}.atMost",
                        "the share is not between 0 and 1",
                        "Use for example 10 %");
                    break;
                case Target.LimitOneofCase.AtMost:
                    Require(
                        target.AtMost > 0 && double.IsFinite(target.AtMost),
                        $"{field}.atMost",
                        "it is not above 0",
                        "Use for example 64 kB, 2 M, 5 ms or 2 mJ");
                    break;
                case Target.LimitOneofCase.Smallest when target.Smallest && !onBoard:
                    break;
                default:
                    Require(
                        false,
                        $"{field}.atMost",
                        "there is no limit",
                        onBoard ? $"Give a limit, for example {example}" : "Give a limit, for example 10 %, or `smallest`");
                    break;
            }
        }

        void CheckSearch(SearchSpec search)
        {
            Require(
                Methods.Contains(search.Method),
                "search.method",
                $"`{search.Method}` is none",
                $"Use {string.Join(", ", Methods)}");
            Require(
                search.Trials is > 0 and <= MostTrials,
                "search.trials",
                $"{search.Trials} is not between 1 and {MostTrials}",
                "Use for example 4");
            Require(
                search.Epochs is >= 0 and <= MostEpochs,
                "search.epochs",
                $"{search.Epochs} is not between 0 and {MostEpochs}",
                "Use for example 10");
            Require(
                search.Scheduler == "" || TrialSchedulers.Names.Contains(search.Scheduler),
                "search.scheduler",
                $"`{search.Scheduler}` is none",
                $"Use {string.Join(" or ", TrialSchedulers.Names)}");
            Require(search.Iterations >= 0, "search.iterations", "it is negative", "Leave it out, or use for example 2000");
        }

        void CheckWithoutLabels(SearchSpec search)
        {
            Require(
                search.Method != "deepiot",
                "search.method",
                "deepiot learns from labels alone, and the data has none",
                "Use auto, taylor, compressor or magnitude, or give labels");
            Require(
                !search.Options.TryGetValue("alpha", out var alpha) || (double.TryParse(alpha, CultureInfo.InvariantCulture, out var share) && share == 1),
                "search.options.alpha",
                "a share of the loss is learnt from labels, and the data has none",
                "Leave it out: without labels it is 1");
        }
    }
}
