using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using Google.Protobuf;
using static TorchSharp.torch;

namespace DeepIoT.Compression.Trials;

/// <summary>
/// Saves and loads in one description: a part of a trial names its fields once, and each call stores the field or
/// puts the stored value back.
/// </summary>
public sealed class CheckpointArchive
{
    public const int Version = 2;

    private readonly Checkpoint _checkpoint;
    private readonly string _prefix;

    private CheckpointArchive(Checkpoint checkpoint, bool isLoading, string prefix) =>
        (_checkpoint, IsLoading, _prefix) = (checkpoint, isLoading, prefix);

    public bool IsLoading { get; }

    public static CheckpointArchive ForSaving() => new(new Checkpoint { Version = Version }, false, "");

    /// <exception cref="RejectedException">The bytes are not a checkpoint of this version.</exception>
    public static CheckpointArchive ForLoading(ReadOnlyMemory<byte> bytes)
    {
        Checkpoint checkpoint;
        try
        {
            checkpoint = Checkpoint.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new RejectedException("checkpoint", $"is not readable ({fault.Message.TrimEnd('.')})", "Start the trial anew.");
        }
        return checkpoint.Version == Version
            ? new CheckpointArchive(checkpoint, true, "")
            : throw new RejectedException("checkpoint", $"is of version {checkpoint.Version}, not {Version}", "Start the trial anew.");
    }

    public byte[] ToBytes() => _checkpoint.ToByteArray();

    /// <summary>The same archive for a part, whose names cannot clash with those of others.</summary>
    public CheckpointArchive Part(string name) => new(_checkpoint, IsLoading, $"{_prefix}{name}/");

    public void Integer(string name, ref int value)
    {
        if (IsLoading) value = (int)_checkpoint.Integers[_prefix + name];
        else _checkpoint.Integers[_prefix + name] = value;
    }

    public void Integer(string name, ref long value)
    {
        if (IsLoading) value = _checkpoint.Integers[_prefix + name];
        else _checkpoint.Integers[_prefix + name] = value;
    }

    public void Real(string name, ref double value)
    {
        if (IsLoading) value = _checkpoint.Reals[_prefix + name];
        else _checkpoint.Reals[_prefix + name] = value;
    }

    /// <summary>A float tensor that outlives dispose scopes; a loaded one replaces the old, which is disposed.</summary>
    public void Tensor(string name, ref Tensor value)
    {
        if (!IsLoading)
        {
            _checkpoint.Tensors[_prefix + name] = TensorContent.OfFloats(name, value.shape, value.data<float>().ToArray());
            return;
        }
        var stored = _checkpoint.Tensors[_prefix + name];
        var needsGradient = value.requires_grad;
        value.Dispose();
        value = TorchMemory.Of(stored.Floats(), [.. stored.Dims]).DetachFromDisposeScope();
        if (needsGradient) value.requires_grad_(true);
    }

    public void Tensors(string name, Tensor[] values)
    {
        for (var i = 0; i < values.Length; i++) Tensor($"{name}/{i}", ref values[i]);
    }

    public void Network(string name, ref Network network)
    {
        if (!IsLoading)
        {
            _checkpoint.Models[_prefix + name] = network.ToProto();
            return;
        }
        var loaded = new Network(ModelGraph.Read(_checkpoint.Models[_prefix + name]));
        network.Dispose();
        network = loaded;
    }

    public void OptionalNetwork(string name, ref Network? network)
    {
        if (!IsLoading && network is null) return;
        if (IsLoading && !_checkpoint.Models.ContainsKey(_prefix + name)) network = null;
        else if (IsLoading) network = new Network(ModelGraph.Read(_checkpoint.Models[_prefix + name]));
        else Network(name, ref network!);
    }

    public void Generator(string name, Generator generator)
    {
        if (IsLoading)
        {
            using var state = tensor(_checkpoint.Blobs[_prefix + name].ToByteArray(), ScalarType.Byte);
            generator.set_state(state);
        }
        else
        {
            using var state = generator.get_state();
            _checkpoint.Blobs[_prefix + name] = ByteString.CopyFrom(state.data<byte>().ToArray());
        }
    }
}
