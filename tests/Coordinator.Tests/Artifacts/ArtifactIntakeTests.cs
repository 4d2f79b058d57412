using System.Text;
using DeepIoT.Coordinator.Artifacts;
using Microsoft.Extensions.Time.Testing;

namespace DeepIoT.Coordinator.Tests.Artifacts;

public sealed class ArtifactIntakeTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ArtifactSpool _spool;
    private readonly FolderStore _store;
    private readonly ArtifactIntake _intake;

    public ArtifactIntakeTests()
    {
        _spool = new ArtifactSpool(Path.Combine(_temporary.Path, "partial"));
        _store = new FolderStore(_temporary.Path, TimeProvider.System);
        _intake = new ArtifactIntake(_spool, _store, _time, 1000);
    }

    [Fact]
    public async Task What_was_put_is_found_by_its_hash()
    {
        var artifact = await _intake.PutAsync(Encoding.UTF8.GetBytes("hello"), "greeting.txt");

        Assert.Equal(("greeting.txt", 5, Example.Sha("hello")), (artifact.Name, artifact.Bytes, artifact.Sha256));
        Assert.Equal(5, (await _store.FindAsync(artifact.Sha256, default))!.Bytes);
        using var reader = new StreamReader(await _store.OpenReadAsync(artifact.Sha256, default));
        Assert.Equal("hello", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_gone_on_with_where_it_stopped()
    {
        var sha256 = Example.Sha("hello world");
        await using (var first = _intake.Begin(sha256))
            await first.WriteAsync(Encoding.UTF8.GetBytes("hello "), default);

        Assert.Null(await _store.FindAsync(sha256, default));
        Assert.Equal(6, _intake.Received(sha256));

        await using (var second = _intake.Begin(sha256))
        {
            Assert.Equal(6, second.Received);
            await second.WriteAsync(Encoding.UTF8.GetBytes("world"), default);
            Assert.Null(await second.FinishAsync(default));
        }

        Assert.NotNull(await _store.FindAsync(sha256, default));
        Assert.Equal(0, _intake.Received(sha256));
    }

    [Fact]
    public async Task An_upload_that_the_store_does_not_take_is_kept_whole_and_finished_by_the_next_one()
    {
        var sha256 = Example.Sha("hello");
        var away = new UnreliableStore(_store) { IsAway = true };
        var intake = new ArtifactIntake(_spool, away, _time, 1000);
        await using (var upload = intake.Begin(sha256))
        {
            await upload.WriteAsync(Encoding.UTF8.GetBytes("hello"), default);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => upload.FinishAsync(default));
        }

        Assert.Equal(5, intake.Received(sha256));
        away.IsAway = false;
        await using (var upload = intake.Begin(sha256))
            Assert.Null(await upload.FinishAsync(default));
        Assert.NotNull(await _store.FindAsync(sha256, default));
    }

    [Fact]
    public async Task Bytes_of_another_hash_are_refused_with_nothing_left()
    {
        var sha256 = Example.Sha("hello");
        await using (var upload = _intake.Begin(sha256))
        {
            await upload.WriteAsync(Encoding.UTF8.GetBytes("jello"), default);
            Assert.Equal(Example.Sha("jello"), await upload.FinishAsync(default));
        }

        Assert.Empty(Directory.EnumerateFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Two_uploads_of_one_artifact_do_not_mix()
    {
        await using var first = _intake.Begin(Example.Sha("hello"));

        Assert.Throws<IOException>(() => _intake.Begin(Example.Sha("hello")));
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_is_forgotten_after_a_week()
    {
        var sha256 = Example.Sha("hello");
        await using (var upload = _intake.Begin(sha256))
            await upload.WriteAsync(Encoding.UTF8.GetBytes("he"), default);

        _spool.Sweep(DateTimeOffset.UtcNow.AddDays(6));
        Assert.Equal(2, _intake.Received(sha256));
        _spool.Sweep(DateTimeOffset.UtcNow.AddDays(8));
        Assert.Equal(0, _intake.Received(sha256));
    }

    [Fact]
    public async Task An_old_artifact_that_somebody_claims_is_young_again_and_a_young_one_is_left_alone()
    {
        var artifact = await _intake.PutAsync(Encoding.UTF8.GetBytes("hello"), "greeting.txt");
        var stored = (await _store.FindAsync(artifact.Sha256, default))!.Since;

        Assert.NotNull(await _intake.ClaimAsync(artifact.Sha256, default));
        Assert.Equal(stored, (await _store.FindAsync(artifact.Sha256, default))!.Since);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await _intake.ClaimAsync(artifact.Sha256, default));
        Assert.True((await _store.FindAsync(artifact.Sha256, default))!.Since > stored);
        Assert.Null(await _intake.ClaimAsync(Example.Sha("nothing"), default));
    }

    [Fact]
    public async Task An_artifact_is_removed_as_it_was_seen_and_stays_when_somebody_has_claimed_it_since()
    {
        var artifact = await _intake.PutAsync(Encoding.UTF8.GetBytes("hello"), "greeting.txt");
        var seen = (await _store.FindAsync(artifact.Sha256, default))!;
        _time.Advance(TimeSpan.FromHours(1));
        await Task.Delay(TimeSpan.FromMilliseconds(20));
        await _intake.ClaimAsync(artifact.Sha256, default);

        Assert.False(await _store.RemoveAsync(seen, default));
        using (var reader = new StreamReader(await _store.OpenReadAsync(artifact.Sha256, default)))
            Assert.Equal("hello", await reader.ReadToEndAsync());

        Assert.True(await _store.RemoveAsync((await _store.FindAsync(artifact.Sha256, default))!, default));
        Assert.Null(await _store.FindAsync(artifact.Sha256, default));
        Assert.False(await _store.RemoveAsync(seen, default));
        Assert.Empty(Directory.EnumerateFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345678/")]
    public async Task A_name_that_is_no_hash_never_becomes_a_path(string name)
    {
        Assert.Null(await _store.FindAsync(name, default));
        Assert.False(await _store.TouchAsync(name, default));
        Assert.Throws<ArgumentException>(() => _intake.Begin(name));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.OpenReadAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(() => _store.RemoveAsync(new StoredArtifact(name, 1, Example.Start), default));
    }

    public void Dispose() => _temporary.Dispose();
}
