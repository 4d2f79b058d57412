namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>Which sensor of a board to take when nobody chose one: the first that covers most of it.</summary>
internal enum SensorPreference
{
    /// <summary>The rail through which the whole board is fed.</summary>
    BoardInput,

    /// <summary>A part made to measure power, on some rail.</summary>
    PowerMonitor,

    /// <summary>The whole platform, as its processor counts it.</summary>
    Platform,

    /// <summary>The processor alone.</summary>
    Processor,

    /// <summary>The whole device, but slow and only while it is unplugged.</summary>
    Battery,

    /// <summary>Something else, such as a graphics card: only when it is named.</summary>
    OnlyByName,
}
