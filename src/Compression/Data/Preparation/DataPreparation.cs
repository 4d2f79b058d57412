namespace DeepIoT.Compression.Data.Preparation;

/// <summary>How the raw files of one data set become the data of one task or several.</summary>
/// <param name="Name">Also of the folder that the raw files lie in by default.</param>
/// <param name="HasMore">There is more than is read unless all is asked for, since that takes long.</param>
/// <param name="Read">Takes the folder and whether all is asked for.</param>
public sealed record DataPreparation(string Name, string Description, bool HasMore, Func<string, bool, IReadOnlyList<PreparedTask>> Read)
{
    public static IReadOnlyList<DataPreparation> All { get; } =
    [
        new("mnist", "handwritten digits as images 1×28×28", false, (folder, _) => [MnistPreparation.Read(new RawFolder(folder))]),
        new("cifar10", "small photographs as images 3×32×32", true, (folder, all) => [Cifar10Preparation.Read(new RawFolder(folder), all)]),
        new("hapt", "inertial windows as spectra: what a person does, and who walks", false, (folder, _) => HaptPreparation.Read(new RawFolder(folder))),
        new("spsw", "inertial windows of phone and watch as spectra: what a person does", false, (folder, _) => [SpswPreparation.Read(new RawFolder(folder))]),
        new("fsdd", "spoken digits as log-mel frames, a sequence of one token each", false, (folder, _) => [FsddPreparation.Read(new RawFolder(folder))]),
    ];

    /// <exception cref="RejectedException">There is no such data set; names those there are.</exception>
    public static DataPreparation Find(string name) =>
        All.FirstOrDefault(preparation => preparation.Name == name)
        ?? throw new RejectedException("name", $"nothing is known of a data set '{name}'", $"Choose one of {string.Join(", ", All.Select(p => p.Name))}");

    /// <summary>The tasks of this data set.</summary>
    /// <param name="folder">Where the raw files lie.</param>
    /// <param name="all">Everything there is, however long it takes.</param>
    /// <exception cref="RejectedException">A file is missing or damaged or holds something else; names the file.</exception>
    public IReadOnlyList<PreparedTask> Prepare(string folder, bool all = false) =>
        HasMore || !all
            ? Read(folder, all)
            : throw new RejectedException("all", $"{Name} is always prepared whole", "Leave it out");
}
