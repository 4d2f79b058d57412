using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// Matey-Sanz et al. 2023: what 23 people with a phone and a watch do, five activities of very different frequency, tested
/// on five people that training has not seen. Acceleration in m/s², rotation in rad/s, at about 100 Hz.
/// </summary>
internal static class SpswPreparation
{
    private const string File = "spsw-windows.npz";
    private const int Activities = 5, Users = 23, Executions = 1000;

    public static PreparedTask Read(RawFolder folder) => folder.Archive(File, archive =>
    {
        var windows = InertialWindows.Read(archive, Activities, Users, "execution", Executions);
        var byUser = archive.Integers("split_activity", windows.Count, 0, 1);
        return new PreparedTask("spsw-activity", DeepSense.Input, Activities, false, Part(0), Part(1));

        PreparedPart Part(int part) => windows.Part(row => byUser[row] == part, row => windows.Activities[row], row => windows.Users[row]);
    });
}
