using System.Globalization;
using DeepIoT.DeviceProfiler.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Energy.Profiles;

/// <summary>The fields that say where an instrument is.</summary>
internal static class LinkFields
{
    private const int DefaultBaud = 9600;

    /// <returns>Opens the line to it; null when the fields are refused.</returns>
    public static Func<IByteLink>? Read(ProfileFields fields)
    {
        var (tcp, device) = (fields.Text("tcp"), fields.Text("device"));
        var baud = fields.Whole("baud", "write the bits per second, such as 115200") ?? DefaultBaud;
        if (tcp is null == device is null)
            fields.Refuse(tcp is null ? "device" : "tcp", tcp is null ? "nothing says where the meter is" : "beside `device` it is one too many", "name a serial `device`, or `tcp` with host:port, or a `sensor` of the board");
        if (device is not null)
            return () => new SerialLink(device, baud);
        if (tcp is null)
            return null;
        if (tcp.LastIndexOf(':') is > 0 and var colon && int.TryParse(tcp[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536)
            return () => new TcpLink(tcp[..colon].Trim('[', ']'), port);
        fields.Refuse("tcp", $"`{tcp}` is no host:port", "write it like 192.168.1.20:5025");
        return null;
    }
}
