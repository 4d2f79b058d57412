using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Bytes that are almost a message of some type, and others that are none; the same ones for the same seed.</summary>
internal sealed class Mutator(MessageDescriptor type, int seed)
{
    // What parsers of numbers, lengths and tags go wrong at.
    private static readonly byte[][] Nasty =
    [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        [0x7f], [0x0a, 0x0a, 0x0a, 0x0a], [0x0b], [0x0c], [0xc3, 0x28], [0x00],
    ];

    private static readonly string[] Texts = ["", "x", "../../x", new('a', 300), "\u0000", "c0ffee", new('f', 64), "\U0001F4A3", "-1", "deepiot.v1.Board"];
    private static readonly long[] Numbers = [0, 1, -1, 2, 1000, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
    private static readonly double[] Reals = [0, 0.5, 1, -1, double.NaN, double.PositiveInfinity, double.Epsilon, 1e308];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var bytes = Message(type, depth: 4).ToByteArray().ToList();
        for (var changes = _random.Next(4); changes > 0; changes--)
            Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(5))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.InsertRange(at, Nasty[_random.Next(Nasty.Length)]);
                break;
            case 2:
                bytes.RemoveRange(at, _random.Next(bytes.Count - at + 1));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, _random.Next(bytes.Count - at + 1)));
                break;
            default:
                var noise = new byte[_random.Next(32)];
                _random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
        }
    }

    private IMessage Message(MessageDescriptor of, int depth)
    {
        var message = (IMessage)Activator.CreateInstance(of.ClrType)!;
        foreach (var field in of.Fields.InDeclarationOrder().Where(field => !field.IsMap && _random.Next(3) > 0))
        {
            if (field.FieldType == FieldType.Message && depth == 0)
                continue;
            if (field.IsRepeated)
            {
                for (var items = _random.Next(3); items > 0; items--)
                    ((IList)field.Accessor.GetValue(message)).Add(Value(field, depth));
            }
            else
                field.Accessor.SetValue(message, Value(field, depth));
        }

        return message;
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => Message(field.MessageType, depth - 1),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, _random.Next(-1, 12)),
        FieldType.String => One(Texts),
        FieldType.Bytes => ByteString.CopyFromUtf8(One(Texts)),
        FieldType.Bool => _random.Next(2) == 0,
        FieldType.Double => One(Reals),
        FieldType.Float => (float)One(Reals),
        FieldType.Int32 => unchecked((int)One(Numbers)),
        FieldType.Int64 => One(Numbers),
        FieldType.UInt32 => unchecked((uint)One(Numbers)),
        FieldType.UInt64 => unchecked((ulong)One(Numbers)),
        _ => throw new NotSupportedException($"{field.FullName} has a type that is not made up here"),
    };

    private T One<T>(T[] of) => of[_random.Next(of.Length)];
}
