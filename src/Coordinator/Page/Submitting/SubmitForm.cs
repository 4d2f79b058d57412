using DeepIoT.Coordinator.Campaigns;
using DeepIoT.Protocol.Parsing;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Page.Submitting;

/// <summary>
/// What somebody types to submit a campaign, in the words of the campaign file. It is read by the parsers of that file and
/// judged by the rules of Submit, while it is typed.
/// </summary>
internal sealed class SubmitForm
{
    public static readonly string[] Methods = ["auto", "taylor", "compressor", "deepiot", "magnitude"];

    public string SubmissionId { get; } = Guid.NewGuid().ToString("N");

    public string Name { get; set; } = "";

    public ArtifactRef? Model { get; set; }

    public ArtifactRef? Inputs { get; set; }

    public ArtifactRef? Labels { get; set; }

    public DataFormat Format { get; set; } = DataFormat.Csv;

    public bool Unlabelled { get; set; }

    public string TestShare { get; set; } = "20%";

    public string Scale { get; set; } = "1";

    public Protocol.V1.Task Task { get; set; } = Protocol.V1.Task.Classification;

    public string MaxDrop { get; set; } = "0.5";

    public TargetKind Kind { get; set; } = TargetKind.Size;

    public string AtMost { get; set; } = "smallest";

    public string BoardClass { get; set; } = "";

    public string Method { get; set; } = "auto";

    public int Trials { get; set; } = 4;

    public int Epochs { get; set; } = 20;

    public long Seed { get; set; } = 1;

    /// <summary>Whether labels come in a file of their own.</summary>
    public bool HasLabelsApart => !Unlabelled && Format is (DataFormat.Npy or DataFormat.Idx);

    /// <summary>The request, and everything that is wrong with it, with fields named as in the campaign file.</summary>
    public (SubmitRequest Request, IReadOnlyList<Problem> Problems) Read()
    {
        var problems = new List<Problem>();
        var target = new Target { Kind = Kind, BoardClass = Kind.IsOnBoard() ? BoardClass : "" };
        Complain("targets[0].atMost", TargetLimits.Read(Kind, AtMost.Trim(), target).Complaint);
        var data = new DataSpec { Format = Format, Train = new DataPart { Inputs = Inputs }, Unlabelled = Unlabelled };
        if (HasLabelsApart)
            data.Train.Labels = Labels;
        if (TestShare.Trim() != "")
            data.TestShare = Value("data.testShare", Amounts.Share(TestShare));
        data.Scale = Value("data.scale", Amounts.Factor(Scale));
        var spec = new CampaignSpec
        {
            Name = Name.Trim(),
            Model = Model,
            Data = data,
            Task = Task,
            MaxDropPoints = Value("accuracy.maxDrop", Amounts.Points(MaxDrop)),
            Targets = { target },
            Search = new SearchSpec { Method = Method, Trials = Trials, Epochs = Epochs, Seed = (ulong)Math.Max(0, Seed) },
        };
        var request = new SubmitRequest { SubmissionId = SubmissionId, Spec = spec };
        // What is named here has just been stored; Submit itself looks again.
        var rules = SpecRules.Problems(request, isStored: _ => true);
        problems.AddRange(rules.Where(rule => problems.All(known => known.Field != rule.Field)));
        return (request, problems);

        double Value(string field, Parsed<double> parsed)
        {
            Complain(field, parsed.Complaint);
            return parsed.Complaint is null ? parsed.Value : 0;
        }

        void Complain(string field, Complaint? complaint)
        {
            if (complaint is not null)
                problems.Add(new Problem { Field = field, Reason = complaint.Reason, Remedy = complaint.Remedy });
        }
    }
}
