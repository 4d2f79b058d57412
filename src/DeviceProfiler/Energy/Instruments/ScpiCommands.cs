namespace DeepIoT.DeviceProfiler.Energy.Instruments;

/// <summary>How to ask an instrument for power: at once, or for the current and the voltage to multiply.</summary>
/// <param name="Power">Null when the instrument is not to be asked for power.</param>
internal sealed record ScpiCommands(string? Power = "MEAS:POW?", string Current = "MEAS:CURR?", string Voltage = "MEAS:VOLT?");
