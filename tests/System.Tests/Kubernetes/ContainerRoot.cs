using System.Runtime.Versioning;
using System.Text;

namespace DeepIoT.SystemTests.Kubernetes;

/// <summary>
/// A root file system made of this machine's libraries and .NET, with our programs in /app as in the images. A program that
/// is started in it finds it read-only but for what is mounted, and runs as the images' user, without a capability.
/// </summary>
/// <param name="path">Empty folder for it.</param>
internal sealed class ContainerRoot(string path)
{
    /// <summary>Whose number the images carry.</summary>
    public const int User = 1654;

    private readonly StringBuilder _mounts = new();

    /// <summary>Lets the container's user write in a folder, as a node does for the pod's group.</summary>
    [UnsupportedOSPlatform("windows")]
    public static string Open(string folder)
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        return folder;
    }

    /// <summary>A folder in which the container's user, or nobody, may write.</summary>
    public void Mount(string folder, string mountPath, bool isReadOnly)
    {
        var target = MountPoint(mountPath);
        _mounts.AppendLine($"mount --bind '{folder}' '{target}'");
        if (isReadOnly)
            _mounts.AppendLine($"mount -o remount,bind,ro '{target}'");
    }

    /// <summary>A file that is there.</summary>
    public void Write(string file, string text)
    {
        var target = Path.Combine(path, file.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    /// <summary>A command that becomes the program; what follows it are variables, the program and its arguments.</summary>
    /// <param name="networkNamespace">In which it runs.</param>
    /// <param name="app">What lies in /app.</param>
    public string[] Launcher(string networkNamespace, string app)
    {
        var dotnet = Path.GetDirectoryName(Environment.ProcessPath!)!;
        foreach (var library in new[] { "lib", "lib64", "bin" })
            File.CreateSymbolicLink(Path.Combine(path, library), "usr/" + library);
        Mount("/usr", "/usr", isReadOnly: true);
        Mount(app, "/app", isReadOnly: true);
        Mount(dotnet, "/dotnet", isReadOnly: true);
        Write("/etc/passwd", $"app:x:{User}:{User}::/home/app:/bin/false\n");
        var script = path + ".sh";
        File.WriteAllText(script, $"""
            set -e
            mount --bind '{path}' '{path}'
            {_mounts}
            mount --rbind /dev '{MountPoint("/dev")}'
            mount -t proc proc '{MountPoint("/proc")}'
            mount -o remount,bind,ro '{path}'
            exec chroot '{path}' /usr/bin/setpriv --reuid {User} --regid {User} --clear-groups --no-new-privs --bounding-set=-all \
                /usr/bin/env -i PATH=/dotnet "$@"
            """);
        return ["ip", "netns", "exec", networkNamespace, "unshare", "--mount", "sh", script];
    }

    private string MountPoint(string mountPath) => Directory.CreateDirectory(Path.Combine(path, mountPath.TrimStart('/'))).FullName;
}
