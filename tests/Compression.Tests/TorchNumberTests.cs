using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using DeepIoT.Compression.Critic;
using DeepIoT.Compression.Data;
using DeepIoT.Compression.Graph;
using DeepIoT.Compression.Onnx;
using DeepIoT.Compression.Tasks;
using TorchSharp;
using static DeepIoT.Compression.TorchNumber;

namespace DeepIoT.Compression.Tests;

public sealed class TorchNumberTests
{
    [Fact]
    public void A_number_lives_until_the_call_has_read_it_however_busily_garbage_is_collected()
    {
        using var collector = new BusyCollector();
        using var one = torch.ones(1, torch.ScalarType.Float64);

        var wrong = 0;
        for (var i = 0; i < 20_000; i++)
        {
            using var product = one.mul(Number(i + 0.5));
            using var sum = product.Plus(one);
            if (sum.item<double>() != i + 1.5) wrong++;
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_training_comes_to_the_same_weights_however_busily_garbage_is_collected()
    {
        var expected = Trained();
        using var collector = new BusyCollector();

        Assert.Equal(expected, Trained());
    }

    [Fact]
    public void Numbers_for_Torch_are_made_in_one_place()
    {
        using var file = new PEReader(File.OpenRead(typeof(TorchMemory).Assembly.Location));
        var assembly = file.GetMetadataReader();
        var makers = assembly.MemberReferences.Where(reference => MakesNumbers(assembly, assembly.GetMemberReference(reference)))
            .Select(reference => MetadataTokens.GetToken(reference)).ToHashSet();

        var places =
            from type in assembly.TypeDefinitions.Select(assembly.GetTypeDefinition)
            from method in type.GetMethods().Select(assembly.GetMethodDefinition)
            where method.RelativeVirtualAddress != 0
            where Calls(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!).Any(makers.Contains)
            select assembly.GetString(type.Name);

        Assert.Equal([nameof(TorchNumber)], places.Distinct());
    }

    /// <summary>The bytes of a network after some steps on made-up images.</summary>
    private static byte[] Trained()
    {
        const int Count = 320, Size = 64, Classes = 10;
        torch.set_num_threads(1);
        var random = new Random(1);
        var samples = new Samples(
            [.. Enumerable.Range(0, Count * Size).Select(_ => random.NextSingle())], [Size], [.. Enumerable.Range(0, Count).Select(i => (float)(i % Classes))]);
        using var network = new Network(ModelGraph.Read(File.ReadAllBytes(Path.Combine("samples", "digits", "digits.onnx"))));
        using var task = TrialTask.Of(TaskKind.Classification, samples);
        using var data = new TrainingData(samples, task, TorchMemory.Of(new float[Count * Classes], Count, Classes));
        using var finetuning = new Finetuning(network, data, epochs: 12, seed: 3, new Distillation());
        while (finetuning.Step())
        {
        }
        return OnnxFile.Serialize(network.ToProto());
    }

    /// <summary>Conversions to Torch's numbers, and operators that convert behind the caller's back.</summary>
    private static bool MakesNumbers(MetadataReader assembly, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method) return false;
        var type = assembly.GetString(assembly.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
        var name = assembly.GetString(member.Name);
        var parameters = member.DecodeMethodSignature(new TypeNames(), null).ParameterTypes;
        return (type, name) is ("Scalar", "op_Implicit") or ("ScalarExtensionMethods", "ToScalar") or ("Tensor", "op_Addition" or "square") or ("functional", "leaky_relu")
            || (type, name, parameters.Length) is ("Tensor", "add" or "add_" or "addcdiv" or "addcdiv_", 1) or ("torch", "arange", < 6)
            || (type == "Tensor" && name.StartsWith("op_", StringComparison.Ordinal) && parameters.Contains("primitive"));
    }

    /// <summary>Tokens that may be those of called methods.</summary>
    private static IEnumerable<int> Calls(byte[] instructions)
    {
        for (var i = 0; i + 5 <= instructions.Length; i++)
        {
            if ((ILOpCode)instructions[i] is ILOpCode.Call or ILOpCode.Callvirt) yield return BitConverter.ToInt32(instructions, i + 1);
        }
    }

    /// <summary>Tells primitive types from all others.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        private const string Other = "other";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "primitive";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Other;

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Other;

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Other;

        public string GetSZArrayType(string elementType) => Other;

        public string GetArrayType(string elementType, ArrayShape shape) => Other;

        public string GetByReferenceType(string elementType) => Other;

        public string GetPointerType(string elementType) => Other;

        public string GetPinnedType(string elementType) => Other;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => Other;

        public string GetGenericMethodParameter(object? genericContext, int index) => Other;

        public string GetGenericTypeParameter(object? genericContext, int index) => Other;

        public string GetFunctionPointerType(MethodSignature<string> signature) => Other;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    }

    /// <summary>Collects garbage all the time.</summary>
    private sealed class BusyCollector : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isOver;

        public BusyCollector()
        {
            _thread = new Thread(() =>
            {
                while (!_isOver)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }
            });
            _thread.Start();
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
        }
    }
}
