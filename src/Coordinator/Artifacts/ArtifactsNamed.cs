using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Every artifact that a message refers to, however deep: whatever has the type of a reference is one, so that a field that is
/// added to a message cannot be forgotten here.
/// </summary>
internal static class ArtifactsNamed
{
    public static IReadOnlySet<string> By(IMessage message)
    {
        var named = new HashSet<string>();
        Collect(message, named);
        return named;
    }

    private static void Collect(IMessage message, HashSet<string> named)
    {
        if (message is ArtifactRef artifact)
        {
            named.Add(artifact.Sha256);
            return;
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsMap || field.FieldType != FieldType.Message)
                continue;
            var value = field.Accessor.GetValue(message);
            if (field.IsRepeated)
            {
                foreach (IMessage item in (System.Collections.IList)value)
                    Collect(item, named);
            }
            else if (value is IMessage inner)
                Collect(inner, named);
        }
    }
}
