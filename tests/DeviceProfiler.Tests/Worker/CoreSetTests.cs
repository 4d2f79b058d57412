using DeepIoT.DeviceProfiler.Worker;

namespace DeepIoT.DeviceProfiler.Tests.Worker;

public sealed class CoreSetTests
{
    [Theory]
    [InlineData("4-7", "4-7")]
    [InlineData("0,1,2,6", "0-2,6")]
    [InlineData("6,0-1,1", "0-1,6")]
    [InlineData("3", "3")]
    public void A_list_of_cores_has_one_spelling(string given, string written) =>
        Assert.Equal(written, CoreSet.Parse(given)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("5000")]
    public void What_is_no_list_of_cores_gives_none(string given) => Assert.Null(CoreSet.Parse(given));
}
