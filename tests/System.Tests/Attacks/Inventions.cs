using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>A message that goes out under the number of our own serializer, with any manifest.</summary>
internal sealed record ProtobufInvention(string Manifest);

/// <summary>One that goes out under the number of the serializer that would create whatever type it is told.</summary>
internal sealed record JsonInvention(string Manifest);

/// <summary>How a node comes to send them.</summary>
internal static class Inventions
{
    public static string Configuration { get; } = $$"""
        akka.actor.serializers.invented-protobuf = "{{typeof(AsProtobuf).AssemblyQualifiedName}}"
        akka.actor.serializers.invented-json = "{{typeof(AsJson).AssemblyQualifiedName}}"
        akka.actor.serialization-bindings."{{typeof(ProtobufInvention).AssemblyQualifiedName}}" = invented-protobuf
        akka.actor.serialization-bindings."{{typeof(JsonInvention).AssemblyQualifiedName}}" = invented-json
        """;

    public sealed class AsProtobuf(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1000;

        public override byte[] ToBinary(object obj) => [1, 2, 3];

        public override object FromBinary(byte[] bytes, string manifest) => throw new SerializationException("Nothing of the kind is taken here");

        public override string Manifest(object o) => ((ProtobufInvention)o).Manifest;
    }

    public sealed class AsJson(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1;

        public override byte[] ToBinary(object obj) => "{}"u8.ToArray();

        public override object FromBinary(byte[] bytes, string manifest) => throw new SerializationException("Nothing of the kind is taken here");

        public override string Manifest(object o) => ((JsonInvention)o).Manifest;
    }
}
