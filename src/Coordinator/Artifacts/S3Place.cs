using Amazon.Runtime;
using Amazon.S3;
using DeepIoT.Protocol.V1;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>Where in an S3-compatible store artifacts lie. The prefix is empty or ends with a slash.</summary>
internal sealed record S3Place(string Bucket, string Prefix)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>What one request can store, and copy.</summary>
    private const long LargestObject = 5L * 1024 * 1024 * 1024;

    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    /// <summary>Of `s3://bucket/prefix`; null when it is something else.</summary>
    public static S3Place? Of(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != "s3" || uri.Host == "" || uri.Query + uri.Fragment + uri.UserInfo != "")
            return null;
        var prefix = uri.AbsolutePath.Trim('/');
        return new S3Place(uri.Host, prefix == "" ? "" : prefix + "/");
    }

    public static IEnumerable<Problem> Problems(CoordinatorOptions options)
    {
        if (options.ArtifactStore is not { } store)
        {
            if (options.ArtifactEndpoint is { } unused)
                yield return Problem("ArtifactEndpoint", $"{unused} is of no use: artifacts are stored in a folder", "Give ArtifactStore, for example s3://bucket/deepiot, or leave it out");
            yield break;
        }

        if (Of(store) is null)
            yield return Problem("ArtifactStore", $"`{store}` is not s3://bucket/prefix", "Use for example s3://bucket/deepiot");
        if (options.ArtifactFolder is not null)
            yield return Problem("ArtifactFolder", "artifacts cannot be both there and in ArtifactStore", "Leave one of the two out");
        if (options.ArtifactEndpoint is { } endpoint && (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https")))
            yield return Problem("ArtifactEndpoint", $"`{endpoint}` is no http or https address", "Use for example https://s3.example.org:9000");
        if (options.MaxArtifactBytes > LargestObject)
            yield return Problem("MaxArtifactBytes", $"{options.MaxArtifactBytes} is more than the {LargestObject} that such a store takes at once", $"Use at most {LargestObject}");
        foreach (var name in Credentials.Where(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))))
            yield return Problem("ArtifactStore", $"the environment variable {name} is not set", $"Set it to what the store knows this coordinator by");
    }

    /// <summary>A client that never repeats by itself: that is <see cref="PatientStore"/>'s part.</summary>
    /// <param name="endpoint">Of a store other than Amazon's; the bucket is then part of the path.</param>
    public static IAmazonS3 Client(Uri? endpoint)
    {
        var region = Environment.GetEnvironmentVariable("AWS_REGION") ?? DefaultRegion;
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            // Newer checks by trailer are not understood by every compatible store; the signature covers the hash anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null)
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint.ToString(), true, region);
        var client = new AmazonS3Client(new EnvironmentVariablesAWSCredentials(), config);
        client.BeforeRequestEvent += NameSourcePlainly;
        return client;
    }

    // The source of a copy with slashes, as the interface is documented: not every compatible store reads them escaped.
    private static void NameSourcePlainly(object sender, RequestEventArgs e)
    {
        const string Source = "x-amz-copy-source";
        if (e is WebServiceRequestEventArgs request && request.Headers.TryGetValue(Source, out var escaped))
            request.Headers[Source] = escaped.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    private static Problem Problem(string field, string reason, string remedy) =>
        new() { Field = field, Reason = reason, Remedy = remedy };
}
