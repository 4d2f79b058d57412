using System.CommandLine;

namespace DeepIoT.Cli.Commands.Roles;

/// <summary>By what nodes of a cluster know each other, for coordinators and trainers alike.</summary>
internal sealed class ClusterTlsOptionSet
{
    private readonly Option<string?> _certificate = File("--cluster-certificate", "PEM file of the certificate that this node shows to the cluster.");
    private readonly Option<string?> _key = File("--cluster-certificate-key", "PEM file of its private key.");
    private readonly Option<string?> _authority = File("--cluster-authority", "PEM file of the authority that signs the nodes' certificates.");

    public IEnumerable<Option> All => [_certificate, _key, _authority];

    public (string? Certificate, string? Key, string? Authority) Read(ParseResult parsed) =>
        (parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_authority));

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };
}
