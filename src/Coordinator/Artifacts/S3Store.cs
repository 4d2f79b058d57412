using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>
/// Artifacts as objects `prefix/sha256` of any S3-compatible store, each put by one request whose signature covers its
/// SHA-256: the object appears whole or not at all, and putting it twice changes nothing. To touch one is to put an empty
/// object of its name under `touched/`: a store would have to copy the object to change its age.
/// </summary>
internal sealed class S3Store(IAmazonS3 s3, S3Place place) : IArtifactStore
{
    private const string Aside = "corrupt/";
    private const string Removed = "removed/";
    private const string Touched = "touched/";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    // Slower than this is as good as away.
    private const double LeastBytesPerSecond = 1_000_000;

    public async Task<StoredArtifact?> FindAsync(string sha256, CancellationToken cancellation)
    {
        if (!ArtifactName.IsValid(sha256))
            return null;
        var (asked, mark) = (Head(KeyOf(sha256), cancellation), Head(MarkOf(sha256), cancellation));
        await Task.WhenAll(asked, mark);
        return await asked is { } head
            ? new StoredArtifact(sha256, head.ContentLength, Later(Utc(head.LastModified), Utc((await mark)?.LastModified)))
            : null;
    }

    public async Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellation)
    {
        var response = await Ask(limit => OrNull(s3.GetObjectAsync(place.Bucket, KeyOf(sha256), limit)), AnswerLimit, cancellation);
        return response?.ResponseStream switch
        {
            null => throw new FileNotFoundException("The store has no such object", sha256),
            // It would compare MD5 for some objects and throw; whoever reads compares SHA-256 for all of them.
            WrapperStream checking => checking.GetNonWrapperBaseStream(),
            var stream => stream,
        };
    }

    public async Task PutAsync(string sha256, FileStream whole, CancellationToken cancellation)
    {
        var limit = AnswerLimit + TimeSpan.FromSeconds(whole.Length / LeastBytesPerSecond);
        // One that is there already may just be about to be removed.
        await TouchAsync(sha256, cancellation);
        whole.Position = 0;
        await Put(KeyOf(sha256), whole, limit, cancellation);
        File.Delete(whole.Name);
    }

    public async Task<bool> TouchAsync(string sha256, CancellationToken cancellation)
    {
        if (!ArtifactName.IsValid(sha256) || await Head(KeyOf(sha256), cancellation) is null)
            return false;
        await Put(MarkOf(sha256), Stream.Null, AnswerLimit, cancellation);
        // Removing takes the object away before it looks for the mark, so one of both sees the other.
        return await Head(KeyOf(sha256), cancellation) is not null;
    }

    public async Task SetAsideAsync(string sha256, CancellationToken cancellation)
    {
        if (!await Copy(KeyOf(sha256), place.Prefix + Aside + sha256, cancellation))
            return;
        await Delete(KeyOf(sha256), cancellation);
        await Delete(MarkOf(sha256), cancellation);
    }

    public async Task<bool> RemoveAsync(StoredArtifact seen, CancellationToken cancellation)
    {
        var (key, mark, removed) = (KeyOf(seen.Sha256), MarkOf(seen.Sha256), place.Prefix + Removed + seen.Sha256);
        // A copy without the object is what an attempt left that the store broke off.
        if (!await Copy(key, removed, cancellation) && await Head(removed, cancellation) is null)
            return false;
        await Delete(key, cancellation);
        var stays = await Head(mark, cancellation) is { } touched && Utc(touched.LastModified) > seen.Since;
        if (stays)
            await Copy(removed, key, cancellation);
        else
            await Delete(mark, cancellation);
        await Delete(removed, cancellation);
        return !stays;
    }

    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var touched = new Dictionary<string, DateTimeOffset>();
        await foreach (var mark in Named(place.Prefix + Touched, cancellation))
            touched[mark.Sha256] = mark.Since;
        await foreach (var stored in Named(place.Prefix, cancellation))
            yield return stored with { Since = Later(stored.Since, touched.GetValueOrDefault(stored.Sha256)) };
    }

    // What else lies under the prefix is passed by, other folders of ours included.
    private async IAsyncEnumerable<StoredArtifact> Named(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request { BucketName = place.Bucket, Prefix = prefix };
        do
        {
            var page = await Ask(limit => s3.ListObjectsV2Async(request, limit), AnswerLimit, cancellation);
            foreach (var found in page.S3Objects ?? [])
            {
                var name = found.Key[prefix.Length..];
                if (ArtifactName.IsValid(name))
                    yield return new StoredArtifact(name, found.Size ?? 0, Utc(found.LastModified));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private async Task<bool> Copy(string from, string to, CancellationToken cancellation) =>
        await Ask(limit => OrNull(s3.CopyObjectAsync(place.Bucket, from, place.Bucket, to, limit)), AnswerLimit, cancellation) is not null;

    private Task<DeleteObjectResponse> Delete(string key, CancellationToken cancellation) =>
        Ask(limit => s3.DeleteObjectAsync(place.Bucket, key, limit), AnswerLimit, cancellation);

    private Task<GetObjectMetadataResponse?> Head(string key, CancellationToken cancellation) =>
        Ask(limit => OrNull(s3.GetObjectMetadataAsync(place.Bucket, key, limit)), AnswerLimit, cancellation);

    private Task<PutObjectResponse> Put(string key, Stream content, TimeSpan within, CancellationToken cancellation)
    {
        var put = new PutObjectRequest
        {
            BucketName = place.Bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            ContentType = "application/octet-stream",
            UseChunkEncoding = false,
            DisablePayloadSigning = false,
        };
        return Ask(limit => s3.PutObjectAsync(put, limit), within, cancellation);
    }

    private static async Task<T?> OrNull<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        // The bucket itself missing is the operator's to mend, and not the absence of an object.
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }

    private static async Task<T> Ask<T>(Func<CancellationToken, Task<T>> call, TimeSpan within, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"it has not answered within {within.TotalSeconds:0} s", e);
        }
        catch (AmazonServiceException e)
        {
            throw new StoreUnavailableException($"it answers {(int)e.StatusCode} {e.ErrorCode}: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AmazonClientException)
        {
            throw new StoreUnavailableException(e.Message, e);
        }
    }

    private string KeyOf(string sha256) => place.Prefix + ArtifactName.Checked(sha256);

    private string MarkOf(string sha256) => place.Prefix + Touched + ArtifactName.Checked(sha256);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Utc(DateTime? time) => new((time ?? DateTime.UnixEpoch).ToUniversalTime());
}
