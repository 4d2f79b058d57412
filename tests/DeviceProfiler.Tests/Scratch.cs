namespace DeepIoT.DeviceProfiler.Tests;

/// <summary>A folder of the test's own that goes away with it.</summary>
public abstract class Scratch : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("deepiot-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
