using System.IO.Compression;
using System.Text;
using DeepIoT.Protocol.Artifacts;
using DeepIoT.Protocol.V1;
using DeepIoT.SystemTests.Processes;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Files that are not what they seem, read by a real trainer.</summary>
public sealed class DataAttackTests
{
    private const int Samples = 1 << 23, Features = 64;
    private const long MostMemory = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_small_archive_that_unpacks_to_more_than_the_memory_is_rejected_and_the_trainer_lives()
    {
        await using var cluster = new LocalCluster();
        var coordinator = cluster.StartCoordinator();
        var trainer = cluster.StartTrainer("trainer");
        using var limit = new CancellationTokenSource(Patience);
        var artifacts = new ArtifactClient(cluster.Channel, TransferRetry.Endless);
        var bomb = await artifacts.UploadAsync(Bomb(), "bomb.npz", limit.Token);
        Assert.InRange(bomb.Bytes, 1, 4 << 20);
        var campaigns = new Campaigns.CampaignsClient(cluster.Channel);
        var submitted = await campaigns.SubmitAsync(new SubmitRequest
        {
            SubmissionId = "bomb",
            Spec = new CampaignSpec
            {
                Name = "bomb",
                Model = await artifacts.UploadAsync(Path.Combine(Repository.Root, "samples", "digits", "digits.onnx"), "digits.onnx", limit.Token),
                Data = new DataSpec { Format = DataFormat.Npz, Train = new DataPart { Inputs = bomb }, TestShare = 0.2 },
                Task = Protocol.V1.Task.Classification,
                MaxDropPoints = 1,
                Targets = { new Target { Kind = TargetKind.Size, Share = 0.2 } },
                Search = new SearchSpec { Method = "taylor", Trials = 1, Epochs = 1 },
            },
        });

        Campaign campaign;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
            campaign = await campaigns.GetAsync(new GetRequest { CampaignId = submitted.CampaignId }, cancellationToken: limit.Token);
        }
        while (campaign.State == CampaignState.Examining);

        Assert.Equal(CampaignState.Rejected, campaign.State);
        Assert.Contains(campaign.Problems, problem => problem.Reason.Contains("almost all of them are the same", StringComparison.Ordinal));
        Assert.Contains($"Campaign {submitted.CampaignId} was rejected: ", coordinator.Output, StringComparison.Ordinal);
        Assert.False(trainer.HasExited, trainer.Output);
        Assert.InRange(trainer.PeakBytes, 1, MostMemory);
        Assert.InRange(coordinator.PeakBytes, 1, MostMemory);
    }

    /// <summary>Half a gigabyte of zeros, two gigabytes as floats, with a label for each row.</summary>
    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Zeros(archive, "x.npy", $"({Samples}, {Features})", (long)Samples * Features);
            Zeros(archive, "y.npy", $"({Samples},)", Samples);
        }

        return file.ToArray();
    }

    private static void Zeros(ZipArchive archive, string name, string shape, long bytes)
    {
        using var entry = archive.CreateEntry(name).Open();
        var header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        entry.Write(Encoding.ASCII.GetBytes(header));
        var block = new byte[1 << 20];
        for (var left = bytes; left > 0; left -= block.Length)
            entry.Write(block, 0, (int)Math.Min(left, block.Length));
    }
}
