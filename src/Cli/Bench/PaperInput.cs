using DeepIoT.Cli.CampaignFiles;
using DeepIoT.Cli.ThisMachine;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Trials;
using DeepIoT.Compression.Zoo;

namespace DeepIoT.Cli.Bench;

/// <summary>What a task's trials work on, out of the suite's folder.</summary>
internal static class PaperInput
{
    /// <summary>Validation is cut off by this seed for pre-training and trials alike, so that no network has trained on it.</summary>
    public const ulong SplitSeed = 1;

    public static TrialInput Of(PaperTask task, PaperFolder folder)
    {
        var data = DataOf(task, folder);
        var (train, validation) = data.Train.Split(DataSection.DefaultValidationShare, SplitSeed);
        return new TrialInput(UserFiles.Read(folder.ModelOf(task.Name)), train, validation, data.Test, ModelZoo.Find(task.Network).Task);
    }

    public static Dataset DataOf(PaperTask task, PaperFolder folder)
    {
        DataPart Part(string part) => new(Path.Combine(folder.Data, $"{task.Parts}.{part}.npz"));
        return DatasetReader.Read(new DataSource(DataFormat.Npz, Part("train"), Part("test"), Task: ModelZoo.Find(task.Network).Task));
    }
}
