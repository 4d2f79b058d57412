using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using DeepIoT.Clustering.Serialization;
using DeepIoT.Protocol.Cluster;
using DeepIoT.Protocol.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace DeepIoT.Coordinator.Tests.Serialization;

public sealed class SerializerTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "serialization",
        ConfigurationFactory.ParseString(ProtobufSerializer.Configuration).WithFallback("akka.actor.provider = remote\nakka.remote.dot-netty.tcp.port = 0\nakka.remote.dot-netty.tcp.hostname = 127.0.0.1\nakka.loglevel = ERROR\nakka.stdout-loglevel = OFF"));

    /// <summary>Every message type of the cluster and of the journal, found in the assembly and not in our table.</summary>
    public static TheoryData<string> Types => [.. typeof(TrialKey).Assembly.GetTypes()
        .Where(type => typeof(IMessage).IsAssignableFrom(type) && !type.IsNested
            && type.Namespace is "DeepIoT.Protocol.Cluster" or "DeepIoT.Protocol.Journal")
        .Select(type => type.FullName!)
        .Order()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_message_of_cluster_and_journal_survives_the_way_through_the_serializer(string type)
    {
        var message = (IMessage)Activator.CreateInstance(typeof(TrialKey).Assembly.GetType(type)!)!;
        Fill(message, 3);

        var serializer = _system.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        var back = _system.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, manifest);

        Assert.IsType<ProtobufSerializer>(serializer);
        Assert.Equal(message, back);
        Assert.NotSame(message, back);
    }

    [Fact]
    public void All_types_were_found() => Assert.InRange(Types.Count, 60, 200);

    [Fact]
    public void The_journal_keeps_its_manifests()
    {
        Assert.Equal("deepiot.journal.v1.Entry", Manifests.Of(new Entry()));
        Assert.Equal("deepiot.journal.v1.DirectoryEntry", Manifests.Of(new DirectoryEntry()));
        Assert.Equal(1000, _system.Serialization.FindSerializerFor(new Entry()).Identifier);
    }

    [Fact]
    public void A_message_without_a_manifest_may_not_travel()
    {
        var stranger = new Duration();

        Assert.Throws<SerializationException>(() => _system.Serialization.FindSerializerFor(stranger).ToBinary(stranger));
    }

    [Fact]
    public void Anything_but_protobuf_may_not_travel() =>
        Assert.Throws<SerializationException>(() => _system.Serialization.FindSerializerFor(new NoMessage("x")).ToBinary(new NoMessage("x")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Neither_json_nor_a_type_named_by_the_sender_is_accepted(int serializer)
    {
        var bytes = Encoding.UTF8.GetBytes("""{"$type":"System.IO.FileInfo, System.Runtime","OriginalPath":"/tmp/x"}""");

        Assert.Throws<SerializationException>(() => _system.Serialization.Deserialize(bytes, serializer, "System.IO.FileInfo, System.Runtime"));
    }

    [Theory]
    [InlineData("deepiot.cluster.v1.Nothing")]
    [InlineData("DeepIoT.Protocol.Cluster.TrialKey, DeepIoT.Protocol")]
    public void An_unknown_manifest_is_refused(string manifest) =>
        Assert.Throws<SerializationException>(() => _system.Serialization.Deserialize([], 1000, manifest));

    [Fact]
    public void Bytes_that_are_no_message_are_refused() =>
        Assert.Throws<SerializationException>(() => _system.Serialization.Deserialize([0xff, 0xff], 1000, "deepiot.cluster.v1.TrialKey"));

    public void Dispose() => _system.Terminate().Wait();

    // Every field gets a value, so that a field lost on the way is noticed.
    private static void Fill(IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.IsMap || (depth == 0 && field.FieldType == FieldType.Message))
                continue;
            if (field.IsRepeated)
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Value(field, depth));
            else
                field.Accessor.SetValue(message, Value(field, depth));
        }
    }

    private static object Value(FieldDescriptor field, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                var part = (IMessage)Activator.CreateInstance(field.MessageType.ClrType)!;
                Fill(part, depth - 1);
                return part;
            case FieldType.Enum: return System.Enum.ToObject(field.EnumType.ClrType, 1);
            case FieldType.String: return field.Name;
            case FieldType.Bytes: return ByteString.CopyFromUtf8(field.Name);
            case FieldType.Bool: return true;
            case FieldType.Double: return 1.5;
            case FieldType.Float: return 1.5f;
            case FieldType.Int32: return 7;
            case FieldType.Int64: return 7L;
            case FieldType.UInt64: return 7ul;
            case FieldType.UInt32: return 7u;
            default: throw new NotSupportedException($"{field.FullName} has a type that this test cannot fill");
        }
    }

    private sealed record NoMessage(string Text);
}
