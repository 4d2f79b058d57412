using System.ComponentModel;
using System.Globalization;

namespace DeepIoT.Protocol;

/// <summary>Where the coordinators of one cluster are: any of them will do. Written as their addresses with commas between.</summary>
[TypeConverter(typeof(Converter))]
public sealed class CoordinatorAddresses : IEquatable<CoordinatorAddresses>
{
    private readonly Uri[] _all;

    public CoordinatorAddresses(string text) =>
        _all = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => new Uri(one, UriKind.RelativeOrAbsolute))];

    private CoordinatorAddresses(Uri only) => _all = [only];

    /// <summary>As they were written; they may be of no use.</summary>
    public IReadOnlyList<Uri> All => _all;

    /// <summary>Names the cluster, whichever of its coordinators answers.</summary>
    public Uri First => _all[0];

    /// <summary>True when there is one at least, and all are http or https addresses.</summary>
    public bool AreUsable => _all.Length > 0 && _all.All(address => address.IsAbsoluteUri && address.Scheme is "http" or "https");

    /// <summary>True when nobody on the way can read what is sent to any of them.</summary>
    public bool AreSecure => AreUsable && _all.All(address => address.Scheme == Uri.UriSchemeHttps);

    public static implicit operator CoordinatorAddresses(Uri only) => FromUri(only);

    public static CoordinatorAddresses FromUri(Uri only) => new(only);

    public bool Equals(CoordinatorAddresses? other) => other is not null && _all.SequenceEqual(other._all);

    public override bool Equals(object? obj) => Equals(obj as CoordinatorAddresses);

    public override int GetHashCode() => _all.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(',', _all.Select(address => address.OriginalString));

    /// <summary>For options that are bound from text.</summary>
    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? new CoordinatorAddresses(text) : base.ConvertFrom(context, culture, value);
    }
}
