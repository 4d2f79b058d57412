using DeepIoT.Cli.Shell;

namespace DeepIoT.Cli.Commands.Certificates;

/// <summary>`deepiot certs`</summary>
internal sealed class CertsCommand : ExampleCommand
{
    public CertsCommand(Terminal terminal, TimeProvider time)
        : base("certs", "Make certificates for a lab that has no authority of its own.", "deepiot certs dev --out certs --host lab1.example --host 192.168.1.5") =>
        Add(new CertsDevCommand(terminal, time));
}
