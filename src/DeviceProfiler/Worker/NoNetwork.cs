using System.Runtime.InteropServices;
using DeepIoT.DeviceProfiler.Conditions;

namespace DeepIoT.DeviceProfiler.Worker;

/// <summary>
/// A seccomp filter under which no socket can be made: a model's operators have nobody to talk to. It needs no privilege,
/// holds for every thread and child, and cannot be taken back. On systems without seccomp: nothing, and the caller is told.
/// </summary>
internal static partial class NoNetwork
{
    private const int SetNoNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS
    private const uint SetModeFilter = 1; // SECCOMP_SET_MODE_FILTER
    private const uint Allow = 0x7fff0000, RefuseWithoutPermission = 0x00050000 | 1; // SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
    private const uint NumberOffset = 0, ArchitectureOffset = 4; // of struct seccomp_data
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, Return = 0x06; // classic BPF
    private const uint MakeRing = 425; // io_uring_setup, by which sockets can be made too

    public static bool IsOffered(SystemFiles files) =>
        Kernel() is not null && files.Text("proc/sys/kernel/seccomp/actions_avail")?.Contains("errno", StringComparison.Ordinal) == true;

    /// <summary>Filters the whole process, or the calling thread only.</summary>
    /// <returns>False where the system has no seccomp filters.</returns>
    public static bool Enter(bool wholeProcess = true)
    {
        if (!OperatingSystem.IsLinux() || Kernel() is not { } kernel) return false;
        var filter = Filter(kernel);
        unsafe
        {
            fixed (Instruction* first = filter)
            {
                var program = new FilterProgram { Length = (ushort)filter.Length, First = (nint)first };
                return Control(SetNoNewPrivileges, 1, 0, 0, 0) == 0
                    && Call(kernel.Seccomp, SetModeFilter, wholeProcess ? 1u : 0u, ref program) == 0;
            }
        }
    }

    private static Instruction[] Filter(KernelNumbers kernel) =>
    [
        new(LoadWord, 0, 0, ArchitectureOffset),
        new(JumpIfEqual, 1, 0, kernel.Audit),
        new(Return, 0, 0, RefuseWithoutPermission),
        new(LoadWord, 0, 0, NumberOffset),
        // The x32 calls of x86-64 have this bit: another way to the same sockets.
        new(JumpIfAtLeast, 2, 0, 0x40000000),
        new(JumpIfEqual, 1, 0, kernel.Socket),
        new(JumpIfEqual, 0, 1, MakeRing),
        new(Return, 0, 0, RefuseWithoutPermission),
        new(Return, 0, 0, Allow),
    ];

    /// <summary>Numbers of system calls, and of the architecture in its audit records; null where nobody looked them up.</summary>
    private static KernelNumbers? Kernel() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new(Audit: 0xC000003E, Seccomp: 317, Socket: 41),
        Architecture.Arm64 => new(Audit: 0xC00000B7, Seccomp: 277, Socket: 198),
        _ => null,
    };

    private readonly record struct KernelNumbers(uint Audit, nint Seccomp, uint Socket);

    /// <summary>struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public nint First;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nuint operation, nuint flags, ref FilterProgram program);
}
