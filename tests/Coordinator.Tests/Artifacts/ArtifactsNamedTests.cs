using DeepIoT.Coordinator.Artifacts;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Tests.Artifacts;

public sealed class ArtifactsNamedTests
{
    [Fact]
    public void Every_reference_is_found_however_deep_it_lies()
    {
        var results = new ResultsReply
        {
            Campaign = new Campaign { Spec = new CampaignSpec { Model = Ref("model"), Data = new DataSpec { Train = new DataPart { Inputs = Ref("inputs"), Labels = Ref("labels") } } } },
            Candidates = { new Candidate { Model = Ref("first") }, new Candidate { Model = Ref("second") } },
            TimeModels = { new TimeModel { File = Ref("learned") }, new TimeModel() },
            Reports = { Ref("report") },
        };

        Assert.Equal(
            new[] { "model", "inputs", "labels", "first", "second", "learned", "report" }.Select(Example.Sha).Order(),
            ArtifactsNamed.By(results).Order());
    }

    private static ArtifactRef Ref(string content) => new() { Sha256 = Example.Sha(content) };
}
