using DeepIoT.Compression.Zoo;

namespace DeepIoT.Compression.Data.Preparation;

/// <summary>
/// Reyes-Ortiz et al. 2015: what 30 people do (six basic activities, tested on nine people that training has not seen), and
/// which of them walks (tested on the last part of each walk). Acceleration in g, rotation in rad/s.
/// </summary>
internal static class HaptPreparation
{
    private const string File = "hapt-windows.npz";
    private const int Activities = 12, Basic = 6, Walking = 3, Users = 30, Recordings = 61;

    /// <summary>A window that reaches into both parts of a walk.</summary>
    private const int Between = 255;

    public static IReadOnlyList<PreparedTask> Read(RawFolder folder) => folder.Archive(File, archive =>
    {
        var windows = InertialWindows.Read(archive, Activities, Users, "experiment", Recordings);
        var byUser = archive.Integers("split_activity", windows.Count, 0, 1);
        var inTime = archive.Integers("split_user_time", windows.Count, 0, Between);
        var segments = windows.Segments();
        return (IReadOnlyList<PreparedTask>)
        [
            new PreparedTask("hapt-activity", DeepSense.Input, Basic, false, Activity(0), Activity(1)),
            new PreparedTask("hapt-user", DeepSense.Input, Users, false, User(0), User(1)),
        ];

        PreparedPart Activity(int part) =>
            windows.Part(row => windows.Activities[row] < Basic && byUser[row] == part, row => windows.Activities[row], row => windows.Users[row]);

        PreparedPart User(int part) =>
            windows.Part(row => windows.Activities[row] < Walking && inTime[row] == part, row => windows.Users[row] - 1, row => segments[row]);
    });
}
