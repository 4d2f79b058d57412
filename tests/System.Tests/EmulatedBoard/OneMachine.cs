namespace DeepIoT.SystemTests.EmulatedBoard;

/// <summary>Emulated boards are switched on in turn, from one image.</summary>
[CollectionDefinition(Name)]
public sealed class OneMachine : ICollectionFixture<BoardImage>
{
    public const string Name = "emulated board";
}
