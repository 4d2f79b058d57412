using System.Net.Sockets;
using DeepIoT.DeviceProfiler.Worker;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

public sealed class NoNetworkTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    [InlineData(AddressFamily.Unix)]
    public void No_socket_can_be_made_and_everything_else_goes_on(AddressFamily family)
    {
        SocketException? refusal = null;
        var (entered, files) = (false, 0);
        var filtered = new Thread(() =>
        {
            entered = NoNetwork.Enter(wholeProcess: false);
            refusal = Assert.Throws<SocketException>(() => new Socket(family, SocketType.Stream, ProtocolType.Unspecified));
            files = Directory.GetFiles("/proc/self").Length;
        });
        filtered.Start();
        filtered.Join();

        Assert.True(entered);
        Assert.Equal(SocketError.AccessDenied, refusal!.SocketErrorCode);
        Assert.True(files > 0);
        new Socket(family, SocketType.Stream, ProtocolType.Unspecified).Dispose();
    }
}
