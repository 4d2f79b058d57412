using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.Tests.Fakes;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Cli.Tests.CampaignFiles;

public sealed class CampaignTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""
        name: "digits: the \"best\" of them"
        model: digits.onnx
        data: { train: digits.csv.gz, testShare: 20%, scale: 1/16, validationShare: 15% }
        accuracy: { maxDrop: 0.5 }
        targets:
          - { kind: size, atMost: 7% }
          - { kind: size, atMost: 120 KB }
          - { kind: macs, atMost: 2 M }
          - { kind: latency, board: "rpi4/threads-1", atMost: 5 ms }
          - { kind: energy, board: "rpi4/threads-1", atMost: 250 uJ }
        search: { method: deepiot, scheduler: halving, warmStart: c0123456789ab, trials: 6, epochs: 30, seed: 18446744073709551615, iterations: 400, options: { advantage: std, clip: "0.1" } }
        """)]
    [InlineData("""
        name: speech
        model: digits.onnx
        task: sequence
        priority: high
        data:
          train: { inputs: all.npz, inputsMember: x_train, labelsMember: y_train }
          test: { inputs: all.npz, inputsMember: x_test, labelsMember: y_test }
        accuracy: { maxDrop: 1, beam: 8, separator: 27 }
        targets: [{ kind: size, atMost: smallest }]
        """)]
    [InlineData("""
        name: images
        model: digits.onnx
        data: { train: { inputs: images-idx3-ubyte.gz, labels: labels-idx1-ubyte.gz }, scale: 1/255 }
        targets: [{ kind: size, atMost: 1% }]
        """)]
    [InlineData("""
        name: inputs alone
        model: digits.onnx
        priority: low
        data: { train: all.npz, labels: none }
        targets: [{ kind: macs, atMost: 12.5% }]
        """)]
    public void What_it_writes_is_read_as_the_same_campaign(string yaml)
    {
        var spec = SpecOf("first", yaml);

        Assert.Equal(spec, SpecOf("again", CampaignText.Of(spec)));
    }

    public void Dispose() => _folder.Dispose();

    private CampaignSpec SpecOf(string name, string yaml)
    {
        foreach (var needed in new[] { "digits.onnx", "digits.csv.gz", "all.npz", "images-idx3-ubyte.gz", "labels-idx1-ubyte.gz" })
            _folder.Write(Path.Combine(name, needed), "");
        var path = _folder.Write(Path.Combine(name, "campaign.yaml"), yaml);
        var file = CampaignFileReader.Read(path);
        return CampaignSpecs.From(file, file.Files().ToDictionary(used => used, used => new ArtifactRef { Name = Path.GetFileName(used) }));
    }
}
