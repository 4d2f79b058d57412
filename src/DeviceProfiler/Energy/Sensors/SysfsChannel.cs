namespace DeepIoT.DeviceProfiler.Energy.Sensors;

/// <summary>A kernel file with its unit: (number + <paramref name="Offset"/>) × <paramref name="Scale"/> is in volts, amperes, watts or joules.</summary>
internal sealed record SysfsChannel(SysfsNumber Number, double Scale, double Offset = 0)
{
    public double Read() => (Number.Read() + Offset) * Scale;
}
