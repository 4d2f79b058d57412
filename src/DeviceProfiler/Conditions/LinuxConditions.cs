namespace DeepIoT.DeviceProfiler.Conditions;

/// <summary>Conditions from the files of a Linux system; whatever it does not offer stays null.</summary>
public sealed class LinuxConditions(SystemFiles files) : IConditions
{
    public BoardConditions Read() => new(
        Clock.Mhz(files),
        Clock.Governor(files),
        Thermometer.TemperatureC(files),
        Thermometer.LimitC(files),
        ThrottleFlags.Read(files),
        ProcessorLoad.Read(files));
}
