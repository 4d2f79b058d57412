using System.Runtime.InteropServices;
using TorchSharp;

namespace DeepIoT.TrainerNode;

/// <summary>How Torch is used in this process: one thread per trial, each a thread of its own.</summary>
internal static partial class TorchRuntime
{
    /// <summary>Version of libtorch; loads it.</summary>
    public static string Version => torch.__version__;

    /// <summary>Must run before anything of Torch is touched: OpenMP reads the environment when it is loaded.</summary>
    public static void Prepare()
    {
        // Threads that spin while they wait take the cores of other trials. Environment.SetEnvironmentVariable
        // would not do: it does not reach native code. What the user has set stays.
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 0);
        torch.set_num_threads(1);
    }

    /// <summary>
    /// Runs <paramref name="work"/> on a new thread that ends with it. Torch objects it leaves behind are disposed.
    /// </summary>
    public static Task<T> OnThreadOfItsOwn<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                torch.set_num_threads(1);
                using var scope = torch.NewDisposeScope();
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { Name = name, IsBackground = true }.Start();
        return done.Task;
    }

    /// <inheritdoc cref="OnThreadOfItsOwn{T}"/>
    public static Task OnThreadOfItsOwn(string name, Action work) => OnThreadOfItsOwn(name, () =>
    {
        work();
        return true;
    });

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
