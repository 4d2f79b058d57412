using DeepIoT.Coordinator.Artifacts.Collecting;

namespace DeepIoT.Coordinator.Artifacts;

/// <summary>The store that the options name, and what works with it.</summary>
internal static class ArtifactSetup
{
    private const string Spool = "partial";

    public static void AddArtifacts(this IServiceCollection services, CoordinatorOptions options)
    {
        var folder = options.ArtifactFolder ?? Path.Combine(options.DataFolder, "artifacts");
        services.AddSingleton<StoreCondition>();
        services.AddSingleton<IArtifactStore>(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new PatientStore(Store(options, folder, time), provider.GetRequiredService<StoreCondition>(), time);
        });
        // In the folder itself when that is the store: a whole upload is then only renamed.
        services.AddSingleton(new ArtifactSpool(Path.Combine(options.ArtifactStore is null ? folder : options.DataFolder, Spool)));
        services.AddSingleton(provider => new ArtifactIntake(
            provider.GetRequiredService<ArtifactSpool>(),
            provider.GetRequiredService<IArtifactStore>(),
            provider.GetRequiredService<TimeProvider>(),
            options.MaxArtifactBytes));
        services.AddSingleton<SoundReading>();
        services.AddSingleton<ReferencesKept>();
        services.AddSingleton<Collector>();
    }

    private static IArtifactStore Store(CoordinatorOptions options, string folder, TimeProvider time) =>
        options.ArtifactStore is { } address && S3Place.Of(address) is { } place
            ? new S3Store(S3Place.Client(options.ArtifactEndpoint), place)
            : new FolderStore(folder, time);
}
