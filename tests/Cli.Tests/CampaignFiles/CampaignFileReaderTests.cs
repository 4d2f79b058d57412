using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Cli.Yaml;
using DeepIoT.Compression.Data;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Tests.CampaignFiles;

public sealed class CampaignFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CampaignFileReaderTests()
    {
        foreach (var name in new[] { "digits.onnx", "digits.csv.gz", "images-idx3-ubyte.gz", "labels-idx1-ubyte.gz", "all.npz", "blob" })
            _folder.Write(name, "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_file_is_read_field_by_field()
    {
        var file = Read("""
            name: digits
            model: digits.onnx
            task: classification
            priority: high
            data:
              train: digits.csv.gz
              testShare: 20%
              scale: 1/16
              validationShare: 15%
            accuracy:
              maxDrop: 0.5
            targets:
              - { kind: size, atMost: 8% }
              - { kind: size, atMost: 120 KB }
              - { kind: macs, atMost: 2 M }
              - { kind: latency, board: rpi4/ort-1.31.1/threads-1, atMost: 5 ms }
              - { kind: size, atMost: smallest }
            search:
              method: deepiot
              scheduler: halving
              warmStart: c0123456789ab
              trials: 6
              epochs: 30
              seed: 7
              iterations: 400
              options: { advantage: std }
            """);

        Assert.Equal("digits", file.Name);
        Assert.Equal(_folder["digits.onnx"], file.Model);
        Assert.Equal(new DataSource(Compression.Data.DataFormat.Csv, new(_folder["digits.csv.gz"]), null, 0.2, 1.0 / 16), file.Data);
        Assert.Equal(Priority.High, file.Priority);
        Assert.Equal((0.15, 0.5), (file.ValidationShare, file.MaxDropPoints));
        Assert.Equal(
            [
                new Target { Kind = TargetKind.Size, Share = 0.08 },
                new Target { Kind = TargetKind.Size, AtMost = 120_000 },
                new Target { Kind = TargetKind.Macs, AtMost = 2e6 },
                new Target { Kind = TargetKind.Latency, AtMost = 5, BoardClass = "rpi4/ort-1.31.1/threads-1" },
                new Target { Kind = TargetKind.Size, Smallest = true },
            ],
            file.Targets);
        Assert.Equal(
            new SearchSpec { Method = "deepiot", Trials = 6, Epochs = 30, Seed = 7, Iterations = 400, Scheduler = "halving", WarmStart = "c0123456789ab", Options = { ["advantage"] = "std" } },
            file.Search);
    }

    [Fact]
    public void A_short_file_gets_the_documented_defaults()
    {
        var file = Read("""
            name: n
            model: digits.onnx
            data: { train: all.npz }
            targets: [{ kind: size, atMost: smallest }]
            """);

        Assert.Equal(new SearchSpec { Method = "auto", Trials = 4, Epochs = 20, Seed = 1 }, file.Search);
        Assert.Equal((0.1, 0.5), (file.ValidationShare, file.MaxDropPoints));
        Assert.Equal(Compression.Data.DataFormat.Npz, file.Data.Format);
        Assert.Null(file.Data.Test);
    }

    [Fact]
    public void Inputs_and_labels_may_be_two_files()
    {
        var file = Read("""
            name: n
            model: digits.onnx
            data:
              train: { inputs: images-idx3-ubyte.gz, labels: labels-idx1-ubyte.gz }
              test: { inputs: images-idx3-ubyte.gz, labels: labels-idx1-ubyte.gz }
            targets: [{ kind: size, atMost: 2% }]
            """);

        var part = new Compression.Data.DataPart(_folder["images-idx3-ubyte.gz"], _folder["labels-idx1-ubyte.gz"]);
        Assert.Equal(new DataSource(Compression.Data.DataFormat.Idx, part, part), file.Data);
        Assert.Equal(3, file.Files().Count());
    }

    [Fact]
    public void Members_of_one_npz_may_be_train_and_test()
    {
        var file = Read("""
            name: n
            model: digits.onnx
            data:
              train: { inputs: all.npz, inputsMember: x_train, labelsMember: y_train }
              test: { inputs: all.npz, inputsMember: x_test, labelsMember: y_test }
            targets: [{ kind: size, atMost: 2% }]
            """);

        Assert.Equal(new Compression.Data.DataPart(_folder["all.npz"], null, "x_test", "y_test"), file.Data.Test);
        Assert.Equal([_folder["digits.onnx"], _folder["all.npz"]], file.Files());
    }

    [Fact]
    public void All_problems_come_at_once_each_with_its_line_and_field()
    {
        var problems = Problems("""
            nmae: digits
            model: missing.onnx
            data:
              train: digits.csv.gz
              testShare: 120%
              scale: 1/0
            targets:
              - { kind: sizes, atMost: 8% }
              - kind: latency
                atMost: 5 minutes
              - { kind: macs, atMost: 2 M, board: rpi4 }
            search:
              method: taylr
              trials: 0
            """);

        Assert.Equal(
            [
                (1, "name"), (1, "nmae"), (2, "model"), (5, "data.testShare"), (6, "data.scale"), (8, "targets[0].kind"),
                (9, "targets[1].board"), (10, "targets[1].atMost"), (11, "targets[2].board"), (13, "search.method"), (14, "search.trials"),
            ],
            problems.Select(p => (p.Line, p.Field)).Order());
        Assert.Contains("Did you mean 'name'?", problems.Single(p => p.Field == "nmae").Remedy, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'taylor'?", problems.Single(p => p.Field == "search.method").Remedy, StringComparison.Ordinal);
        Assert.Contains("5 ms", problems.Single(p => p.Field == "targets[1].atMost").Remedy, StringComparison.Ordinal);
        Assert.All(problems, p => Assert.NotEqual("", p.Remedy));
    }

    [Fact]
    public void An_empty_file_names_every_field_that_is_missing() =>
        Assert.Equal(["data", "model", "name", "targets"], Problems("").Select(p => p.Field).Order());

    [Fact]
    public void A_field_given_twice_is_refused_with_both_lines()
    {
        var problem = Assert.Single(Problems("""
            name: a
            model: digits.onnx
            name: b
            data: { train: all.npz }
            targets: [{ kind: size, atMost: 8% }]
            """));

        Assert.Equal((3, "name"), (problem.Line, problem.Field));
        Assert.Contains("line 1", problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8", "8%")]
    [InlineData("0.08", "8%")]
    [InlineData("120 Kb", "120 KB")]
    [InlineData("800%", "8%")]
    [InlineData("Smallest", "smallest")]
    public void An_ambiguous_limit_is_refused_with_what_to_write(string limit, string remedy)
    {
        var problem = Assert.Single(Problems($$"""
            name: a
            model: digits.onnx
            data: { train: all.npz }
            targets: [{ kind: size, atMost: {{limit}} }]
            """));

        Assert.Equal((4, "targets[0].atMost"), (problem.Line, problem.Field));
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train: images-idx3-ubyte.gz", "data.train.labels")]
    [InlineData("train: { inputs: all.npz, labels: labels-idx1-ubyte.gz }", "data.train.labels")]
    [InlineData("train: { inputs: digits.csv.gz, inputsMember: x }", "data.train")]
    [InlineData("train: { inputs: all.npz, inputsMember: ../x }", "data.train.inputsMember")]
    [InlineData("train: blob", "data.format")]
    [InlineData("train: [all.npz]", "data.train")]
    [InlineData("train: .", "data.train")]
    [InlineData("{ train: all.npz, test: all.npz, testShare: 10% }", "data.testShare")]
    [InlineData("{ train: all.npz, labels: some }", "data.labels")]
    [InlineData("{ train: { inputs: all.npz, labelsMember: y }, labels: none }", "data.train")]
    public void Data_that_does_not_fit_its_format_is_refused(string data, string field)
    {
        var problem = Assert.Single(Problems($$"""
            name: a
            model: digits.onnx
            data:
              {{data}}
            targets: [{ kind: size, atMost: 8% }]
            """));

        Assert.Equal((field, true), (problem.Field, problem.Line is 3 or 4));
    }

    [Theory]
    [InlineData("name: [1", "is not valid YAML")]
    [InlineData("name: &a x\nmodel: *a", "aliases")]
    [InlineData("name: !!int 5", "tags")]
    [InlineData("name: a\n---\nname: b", "second document")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "deeper")]
    [InlineData("- a", "is not a list of fields")]
    public void What_is_not_a_plain_document_is_refused_by_line(string text, string reason)
    {
        var problem = Assert.Single(Problems(text));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.True(problem.Line > 0);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var refusal = Assert.Throws<CampaignFileRejectedException>(() => CampaignFileReader.Read(_folder["none.yaml"]));
        Assert.Contains("no such file", Assert.Single(refusal.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_alone_are_said_to_be_so()
    {
        var file = Read("""
            name: a
            model: digits.onnx
            data: { train: images-idx3-ubyte.gz, labels: none }
            targets: [{ kind: size, atMost: 8% }]
            """);

        var spec = CampaignSpecs.From(file, file.Files().ToDictionary(path => path, path => new ArtifactRef()));

        Assert.False(file.Data.IsLabelled);
        Assert.True(spec.Data.Unlabelled);
    }

    [Fact]
    public void Problems_found_later_point_to_the_line_of_the_nearest_field()
    {
        var file = Read("""
            name: a
            model: digits.onnx
            data:
              train: { inputs: all.npz }
            targets:
              - { kind: size, atMost: 8% }
            """);

        Assert.Equal(4, file.LineOf("data.train.labels"));
        Assert.Equal(6, file.LineOf("targets[0].atMost"));
        Assert.Equal(5, file.LineOf("targets[9]"));
        Assert.Null(file.LineOf("accuracy.maxDrop"));
    }

    [Fact]
    public void The_wire_gets_references_instead_of_paths()
    {
        var file = Read("""
            name: a
            model: digits.onnx
            data: { train: digits.csv.gz, testShare: 20%, scale: 1/16 }
            targets: [{ kind: size, atMost: 8% }]
            """);
        var artifacts = file.Files().ToDictionary(path => path, path => new ArtifactRef { Name = Path.GetFileName(path) });

        var spec = CampaignSpecs.From(file, artifacts);

        Assert.Equal("digits.onnx", spec.Model.Name);
        Assert.Equal("digits.csv.gz", spec.Data.Train.Inputs.Name);
        Assert.Null(spec.Data.Train.Labels);
        Assert.Null(spec.Data.Test);
        Assert.Equal(Protocol.V1.DataFormat.Csv, spec.Data.Format);
        Assert.Equal((0.2, 0.1, 1.0 / 16), (spec.Data.TestShare, spec.Data.ValidationShare, spec.Data.Scale));
    }

    private CampaignFile Read(string text) => CampaignFileReader.Read(_folder.Write("campaign.yaml", text));

    private IReadOnlyList<FileProblem> Problems(string text) =>
        Assert.Throws<CampaignFileRejectedException>(() => Read(text)).Problems;
}
