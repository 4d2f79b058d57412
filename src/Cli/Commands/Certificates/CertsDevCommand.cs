using System.CommandLine;
using DeepIoT.Cli.Certificates;
using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Certificates;

/// <summary>`deepiot certs dev`</summary>
internal sealed class CertsDevCommand : ExampleCommand
{
    public CertsDevCommand(Terminal terminal, TimeProvider time)
        : base("dev", "Make a lab's authority, a certificate for its coordinators and one for the nodes of its cluster.",
            "deepiot certs dev --out certs --host lab1.example --host 192.168.1.5")
    {
        var folder = new Option<string>("--out") { Description = "Folder for the PEM files.", HelpName = "folder", Required = true };
        var hosts = new Option<string[]>("--host")
        {
            Description = "Name or address by which coordinators are reached; once for each.",
            HelpName = "host",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        hosts.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Uri.CheckHostName(token.Value) == UriHostNameType.Unknown))
                result.AddError($"--host: '{token.Value}' is no name or address of a host. Write it like lab1.example or 192.168.1.5.");
        });
        var expires = CommonOptions.Of("--expires", "How long they are good.", "time", Amounts.Life, TimeSpan.FromDays(365));
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there." };
        AddRange([folder, hosts, expires, overwrite]);
        SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            new LabCertificates(path).Write(parsed.GetRequiredValue(hosts), time.GetUtcNow(), parsed.GetValue(expires), parsed.GetValue(overwrite));
            terminal.Out.WriteLine($"""
                Coordinators: --certificate {path}/server.pem --certificate-key {path}/server-key.pem
                Coordinators and trainers: --cluster-certificate {path}/cluster.pem --cluster-certificate-key {path}/cluster-key.pem --cluster-authority {path}/cluster-authority.pem
                Users, trainers and boards trust the coordinators by: export SSL_CERT_FILE={path}/authority.pem
                Put authority-key.pem and cluster-authority-key.pem away: whoever has them can make others.
                """);
        });
    }
}
