using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace DeepIoT.Compression.Tests;

public sealed class TorchNumberTests
{
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
}
