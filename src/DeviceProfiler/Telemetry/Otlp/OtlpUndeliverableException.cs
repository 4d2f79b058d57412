namespace DeepIoT.DeviceProfiler.Telemetry.Otlp;

/// <summary>Telemetry did not arrive.</summary>
internal sealed class OtlpUndeliverableException(Exception cause) : Exception(cause.Message, cause);
