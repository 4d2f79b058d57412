namespace DeepIoT.Compression.Trials;

/// <summary>A part of a trial that goes on in small steps and can be stored between any two.</summary>
public interface ITrialWork : IDisposable
{
    /// <summary>A little work; false when there is no more.</summary>
    bool Step();

    /// <summary>Done share, 0..1.</summary>
    double Fraction { get; }

    /// <summary>Training loss a moment ago; not a number before the first.</summary>
    double Loss { get; }

    void Persist(CheckpointArchive archive);
}
