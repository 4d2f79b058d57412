using System.Text.RegularExpressions;
using DeepIoT.DeviceProfiler.Energy.Instruments;

namespace DeepIoT.DeviceProfiler.Tests.Energy.Instruments;

public sealed class LineValueTests
{
    [Theory]
    [InlineData("5.02", 5.02)]
    [InlineData("U1=5.02V", 5.02)]
    [InlineData("-1.5e-3 A", -1.5e-3)]
    [InlineData("+7", 7.0)]
    [InlineData("time5.5", 5.5)]
    [InlineData("CH1: 12.5 mW at 3", 3.0)]
    [InlineData("none", null)]
    [InlineData("", null)]
    public void The_last_number_of_a_text_counts(string text, double? number) =>
        Assert.Equal(number, LineValue.LastNumber(text));

    [Theory]
    [InlineData("17,5012,498", ',', 2, 5.012)]
    [InlineData("17,,498", ',', 3, 0.498)]
    [InlineData("17   5012\t498", ' ', 2, 5.012)]
    [InlineData("17,5012", ',', 3, null)]
    [InlineData("17,x,498", ',', 2, null)]
    public void Fields_are_counted_from_one(string line, char separator, int field, double? value) =>
        Assert.Equal(value is { } known ? Math.Round(known, 9) : null, Rounded(new LineValue(field, null, 1e-3).Read(line, separator)));

    [Theory]
    [InlineData(@"U=[-0-9.]+", 4.98)]
    [InlineData(@"I=([-0-9.]+) ?A", -0.31)]
    [InlineData(@"P=", null)]
    public void A_pattern_ends_in_the_value(string pattern, double? value) =>
        Assert.Equal(value, new LineValue(null, new Regex(pattern), 1).Read("n=3 U=4.98 V I=-0.31 A", ' '));

    [Fact]
    public void Neither_fields_nor_patterns_allocate()
    {
        LineFormat format = new(',', new(1, null, 1e-3), new(null, new Regex("I=[-0-9.]+", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100)), 1));
        format.Read("5012,I=0.498");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            format.Read("5012,I=0.498");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 9) : null;
}
