namespace DeepIoT.Protocol.Text;

/// <summary>Members of the wire's enumerations as words.</summary>
public static class Words
{
    public static string Of<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();
}
