using DeepIoT.Compression.Data;

namespace DeepIoT.Compression.Tests.Data;

internal static class Refusal
{
    /// <summary>The problems for which the source is refused.</summary>
    public static IReadOnlyList<Problem> Of(DataSource source) =>
        Assert.Throws<RejectedException>(() => DatasetReader.Read(source)).Problems;

    /// <summary>The only problem, which names this field.</summary>
    public static Problem Alone(DataSource source, string field)
    {
        var problem = Assert.Single(Of(source));
        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Remedy);
        return problem;
    }
}
