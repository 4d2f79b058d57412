using System.Text;
using DeepIoT.Coordinator.Artifacts;

namespace DeepIoT.Coordinator.Tests.Artifacts;

public sealed class ArtifactFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ArtifactFolder _folder;

    public ArtifactFolderTests() => _folder = new ArtifactFolder(_temporary.Path, 1000);

    [Fact]
    public async Task What_was_put_is_found_by_its_hash()
    {
        var artifact = await _folder.PutAsync(Encoding.UTF8.GetBytes("hello"), "greeting.txt");

        Assert.Equal(("greeting.txt", 5, Example.Sha("hello")), (artifact.Name, artifact.Bytes, artifact.Sha256));
        Assert.Equal(5, _folder.BytesOf(artifact.Sha256));
        using var reader = new StreamReader(_folder.OpenRead(artifact.Sha256));
        Assert.Equal("hello", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_gone_on_with_where_it_stopped()
    {
        var sha256 = Example.Sha("hello world");
        await using (var first = _folder.Begin(sha256))
            await first.WriteAsync(Encoding.UTF8.GetBytes("hello "), default);

        Assert.False(_folder.Has(sha256));
        Assert.Equal(6, _folder.Received(sha256));

        await using (var second = _folder.Begin(sha256))
        {
            Assert.Equal(6, second.Received);
            await second.WriteAsync(Encoding.UTF8.GetBytes("world"), default);
            Assert.Null(await second.FinishAsync(default));
        }

        Assert.True(_folder.Has(sha256));
        Assert.Equal(0, _folder.Received(sha256));
    }

    [Fact]
    public async Task Bytes_of_another_hash_are_refused_with_nothing_left()
    {
        var sha256 = Example.Sha("hello");
        await using (var upload = _folder.Begin(sha256))
        {
            await upload.WriteAsync(Encoding.UTF8.GetBytes("jello"), default);
            Assert.Equal(Example.Sha("jello"), await upload.FinishAsync(default));
        }

        Assert.Empty(Directory.EnumerateFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_uploads_of_one_artifact_do_not_mix()
    {
        await using var first = _folder.Begin(Example.Sha("hello"));

        Assert.Throws<IOException>(() => _folder.Begin(Example.Sha("hello")));
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_is_forgotten_after_a_week()
    {
        var sha256 = Example.Sha("hello");
        await using (var upload = _folder.Begin(sha256))
            await upload.WriteAsync(Encoding.UTF8.GetBytes("he"), default);

        _folder.Sweep(DateTimeOffset.UtcNow.AddDays(6));
        Assert.Equal(2, _folder.Received(sha256));
        _folder.Sweep(DateTimeOffset.UtcNow.AddDays(8));
        Assert.Equal(0, _folder.Received(sha256));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345678/")]
    public void A_name_that_is_no_hash_never_becomes_a_path(string name)
    {
        Assert.False(_folder.Has(name));
        Assert.Null(_folder.BytesOf(name));
        Assert.Throws<ArgumentException>(() => _folder.Begin(name));
        Assert.Throws<ArgumentException>(() => _folder.OpenRead(name));
    }

    public void Dispose() => _temporary.Dispose();
}
