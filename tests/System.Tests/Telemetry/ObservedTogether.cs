namespace DeepIoT.SystemTests.Telemetry;

/// <summary>The tests that look at one <see cref="ObservedCampaign"/>.</summary>
[CollectionDefinition(nameof(ObservedCampaign))]
public sealed class ObservedTogether : ICollectionFixture<ObservedCampaign>;
