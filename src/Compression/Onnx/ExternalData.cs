using System.Globalization;
using DeepIoT.Compression.Import;
using Google.Protobuf;
using static DeepIoT.Compression.Onnx.TensorProto.Types;

namespace DeepIoT.Compression.Onnx;

/// <summary>
/// Tensors whose values lie in files beside the model. The paths come from the model, so they are held to its folder:
/// relative, without `..`, and with no link that leads out of it.
/// </summary>
internal static class ExternalData
{
    /// <summary>A protobuf message, and so an ONNX file that stands alone, ends here.</summary>
    private const long MostBytes = int.MaxValue;

    private const int MostLinks = 40;

    /// <summary>Two weights may be stored once; more would make a model out of nothing.</summary>
    private const int MostReads = 2;

    /// <summary>Reads every external tensor into the model; false when it has none.</summary>
    /// <exception cref="RejectedException">With every tensor that cannot be read, and why.</exception>
    public static bool TakeIn(ModelProto model, string folder)
    {
        var external = TensorsOf(model).Where(t => t.DataLocation == DataLocation.External).ToList();
        var (problems, files, stored, total) = (new List<Problem>(), new HashSet<string>(), 0L, 0L);
        foreach (var tensor in external)
        {
            try
            {
                var (file, offset, length) = Place(tensor, folder);
                total += length;
                if (files.Add(file)) stored += new FileInfo(file).Length;
                if (total > MostBytes) throw Refused(tensor, "makes the model larger than 2 GB", "Export a smaller model.");
                if (total > MostReads * stored)
                    throw Refused(tensor, $"is one of those that take {total} bytes out of files of {stored}", "Export the model again, each weight with values of its own.");
                tensor.RawData = Read(file, offset, length);
                tensor.DataLocation = DataLocation.Default;
                tensor.ExternalData.Clear();
            }
            catch (RejectedException rejected)
            {
                problems.AddRange(rejected.Problems);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                problems.AddRange(Refused(tensor, $"keeps its values in a file that cannot be read ({fault.Message.TrimEnd('.')})", "Copy that file too.").Problems);
            }
        }
        return problems.Count == 0 ? external.Count > 0 : throw new RejectedException([.. problems.Take(ModelLimits.ProblemsShown)]);
    }

    /// <summary>Every tensor that another reader of the file may look at, also where this project never does.</summary>
    private static IEnumerable<TensorProto> TensorsOf(ModelProto model)
    {
        var graphs = model.Functions.Select(f => new GraphProto { Node = { f.Node } }).Prepend(model.Graph).SelectMany(ModelLimits.GraphsOf).ToList();
        var attributes = graphs.SelectMany(g => g.Node).SelectMany(n => n.Attribute).ToList();
        var sparse = graphs.SelectMany(g => g.SparseInitializer).Concat(attributes.SelectMany(a => a.SparseTensors.Append(a.SparseTensor)));
        return graphs.SelectMany(g => g.Initializer)
            .Concat(attributes.SelectMany(a => a.Tensors.Append(a.T)))
            .Concat(sparse.Where(s => s is not null).SelectMany(s => new[] { s.Values, s.Indices }))
            .Where(t => t is not null);
    }

    private static (string File, long Offset, long Length) Place(TensorProto tensor, string folder)
    {
        var entries = tensor.ExternalData.DistinctBy(e => e.Key).ToDictionary(e => e.Key, e => e.Value);
        if (entries.GetValueOrDefault("location") is not { Length: > 0 } location) throw Refused(tensor, "names no file for its values", "Export the model again.");
        var file = Inside(tensor, folder, location);
        var size = new FileInfo(file).Length;
        var offset = Number(tensor, entries, "offset") ?? 0;
        var length = Number(tensor, entries, "length") ?? size - offset;
        if (offset > size || length > size - offset)
            throw Refused(tensor, $"takes {length} bytes from {offset} of '{location}', which has {size}", "Copy that file completely, or export the model again.");
        var needed = (long)tensor.Count() * TensorContent.SizeOf((DataType)tensor.DataType);
        if (length != needed) throw Refused(tensor, $"takes {length} bytes where its shape [{string.Join(", ", tensor.Dims)}] needs {needed}", "Export the model again.");
        return (file, offset, length);
    }

    private static string Inside(TensorProto tensor, string folder, string location)
    {
        var steps = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || location.Contains('\0') || steps.Contains(".."))
            throw Refused(tensor, $"keeps its values at '{location}', outside the model's folder", "Put the file beside the model, and name it by a relative path.");
        var root = Real(folder);
        var path = Real(Path.Combine(root, Path.Combine([.. steps.Where(s => s is not ("" or "."))])));
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Refused(tensor, $"keeps its values at '{location}', a link that leads out of the model's folder", "Copy the file itself beside the model.");
        return File.Exists(path) ? path : throw Refused(tensor, $"keeps its values in '{location}', which is not there", "Copy that file too, beside the model.");
    }

    /// <summary>Where a path leads when every link on it is followed.</summary>
    private static string Real(string path)
    {
        var (real, ahead) = (Path.GetPathRoot(path)!, new Stack<string>(Steps(path).Reverse()));
        for (var links = 0; ahead.TryPop(out var step);)
        {
            var next = Path.GetFullPath(Path.Combine(real, step));
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks) throw new IOException($"{path} follows more than {MostLinks} links");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var further in Steps(target).Reverse()) ahead.Push(further);
        }
        return Path.TrimEndingDirectorySeparator(real);

        static string[] Steps(string of) => of[Path.GetPathRoot(of)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
    }

    private static long? Number(TensorProto tensor, Dictionary<string, string> entries, string key)
    {
        if (!entries.TryGetValue(key, out var text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw Refused(tensor, $"has the {key} '{text}' in its file", "Export the model again.");
    }

    private static ByteString Read(string file, long offset, long length)
    {
        using var stream = File.OpenRead(file);
        stream.Position = offset;
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static RejectedException Refused(TensorProto tensor, string reason, string remedy) => new($"model: tensor '{tensor.Name}'", reason, remedy);
}
