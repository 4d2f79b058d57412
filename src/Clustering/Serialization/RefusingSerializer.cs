using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace DeepIoT.Clustering.Serialization;

/// <summary>Stands where the default JSON serializer was, and refuses both ways.</summary>
public sealed class RefusingSerializer : Serializer
{
    // Akka passes the settings of the serializer it replaces.
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    // The default JSON serializer's own, so that nothing else answers to it.
    public override int Identifier => 1;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} may not leave its process: it is no protobuf message");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("JSON is not accepted from other nodes");
}
