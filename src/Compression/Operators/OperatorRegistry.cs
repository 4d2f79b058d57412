namespace DeepIoT.Compression.Operators;

/// <summary>Finds the class of an operator by type and version of the default operator set.</summary>
public static class OperatorRegistry
{
    private static readonly ILookup<string, Operator> Known = typeof(Operator).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Operator)) && !t.IsAbstract)
        .Select(t => (Operator)Activator.CreateInstance(t)!)
        .OrderBy(o => o.Type, StringComparer.Ordinal)
        .ToLookup(o => o.Type);

    public static IEnumerable<Operator> All => Known.SelectMany(o => o);

    public static Operator? Find(string type, int version) =>
        Known[type].SingleOrDefault(o => o.Versions.First <= version && version <= o.Versions.Last);
}
