using DeepIoT.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Task = System.Threading.Tasks.Task;

namespace DeepIoT.SystemTests.Attacks;

/// <summary>Names that would be paths.</summary>
[Collection(AttackedCoordinator.Collection)]
public sealed class NameAttackTests(AttackedCoordinator coordinator)
{
    // Found again wherever it would come to lie.
    private const string Mark = "escaped-7f3a";

    [Fact]
    public async Task No_text_that_a_client_can_send_becomes_a_path()
    {
        foreach (var method in WireMethod.All)
        {
            foreach (var path in new[] { $"../../{Mark}", $"/tmp/{Mark}", $"..\\..\\{Mark}", $"%2e%2e/{Mark}", $"{Mark}\0.pem", $"{Mark}\n" })
            {
                var message = (IMessage)Activator.CreateInstance(method.Input.ClrType)!;
                Fill(message, path, depth: 4);
                await method.CallAsync(coordinator.Admin, [message.ToByteArray()]);
            }
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(coordinator.Folder, $"*{Mark}*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(coordinator.Folder)!, $"*{Mark}*"));
        await coordinator.UnharmedAsync();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public async Task An_artifact_whose_name_is_no_hash_is_refused(string name)
    {
        var artifacts = new Protocol.V1.Artifacts.ArtifactsClient(coordinator.Admin);

        Assert.Equal(StatusCode.InvalidArgument, (await Outcome.OfAsync(coordinator.Admin, async _ => await artifacts.StatAsync(new StatRequest { Sha256 = name }))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Outcome.OfAsync(coordinator.Admin, _ => Outcome.ReadAsync(artifacts.Download(new DownloadRequest { Sha256 = name })))).StatusCode);

        await coordinator.RefusedAsync(entry => entry is { What: "Artifacts/Download", Outcome: "INVALID_ARGUMENT" } && entry.On == name);
        await coordinator.UnharmedAsync();
    }

    private static void Fill(IMessage message, string text, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(field => !field.IsMap))
        {
            object? value = field.FieldType switch
            {
                FieldType.String => text,
                FieldType.Message when depth > 0 => Filled(field.MessageType, text, depth - 1),
                _ => null,
            };
            if (value is null)
                continue;
            if (field.IsRepeated)
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(value);
            else
                field.Accessor.SetValue(message, value);
        }
    }

    private static IMessage Filled(MessageDescriptor type, string text, int depth)
    {
        var message = (IMessage)Activator.CreateInstance(type.ClrType)!;
        Fill(message, text, depth);
        return message;
    }
}
