using System.Globalization;
using System.Text;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Zoo;
using Google.Protobuf;

namespace DeepIoT.Cli.Tests.Fakes;

/// <summary>A campaign on disk, sound until a test spoils a part of it: the zoo's untrained digits network and made-up samples.</summary>
public sealed class SmallCampaign : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallCampaign()
    {
        Model(_ => { });
        Data(row => row);
        Campaign("- { kind: size, atMost: 8% }");
    }

    public string Folder => _folder.Path;

    public string File => _folder["campaign.yaml"];

    public string ModelFile => _folder["digits.onnx"];

    public void Dispose() => _folder.Dispose();

    public void Model(Action<ModelProto> change)
    {
        var model = ModelZoo.Find("digits").Build(1);
        change(model);
        System.IO.File.WriteAllBytes(ModelFile, OnnxFile.Serialize(model));
    }

    /// <summary>Takes the weights out of the model, which from then on looks for them at <paramref name="location"/>.</summary>
    /// <returns>The weights, one after the other.</returns>
    public byte[] KeepWeightsAt(string location)
    {
        var weights = new MemoryStream();
        Model(model =>
        {
            foreach (var tensor in model.Graph.Initializer)
            {
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = weights.Position.ToString(CultureInfo.InvariantCulture) });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = tensor.RawData.Length.ToString(CultureInfo.InvariantCulture) });
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                weights.Write(tensor.RawData.Span);
                tensor.RawData = ByteString.Empty;
            }
        });
        return weights.ToArray();
    }

    /// <param name="change">Makes another line of the line of each sample, 64 values and a label.</param>
    public void Data(Func<string, string> change)
    {
        var values = new Random(1);
        var csv = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            var pixels = Enumerable.Range(0, 64).Select(_ => values.Next(17).ToString(CultureInfo.InvariantCulture));
            csv.AppendLine(change(string.Join(',', pixels.Append((i % 10).ToString(CultureInfo.InvariantCulture)))));
        }
        _folder.Write("digits.csv", csv.ToString());
    }

    /// <param name="scale">With further fields of `data`, if any, on lines of their own.</param>
    public void Campaign(string target, string scale = "scale: 1/16", string search = "trials: 1, epochs: 1, iterations: 20") => _folder.Write("campaign.yaml", $"""
        name: small
        model: digits.onnx
        data:
          train: digits.csv
          testShare: 20%
          {scale}
        targets:
          {target}
        search: {"{"} {search} {"}"}
        """);
}
