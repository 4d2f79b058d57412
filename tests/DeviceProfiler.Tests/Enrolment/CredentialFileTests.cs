using DeepIoT.DeviceProfiler.Enrolment;

namespace DeepIoT.DeviceProfiler.Tests.Enrolment;

public sealed class CredentialFileTests : Scratch
{
    private static readonly Uri Hub = new("https://hub.lab:5443");

    [Fact]
    public void A_credential_is_read_back_for_its_coordinator_and_name_alone()
    {
        var credential = BoardCredential.For("join-1") with { ClassHint = "rpi4" };
        File("kitchen").Confirm(credential);

        Assert.Equal(credential, File("kitchen").Read());
        Assert.Null(File("cellar").Read());
        Assert.Null(new CredentialFile(Folder, new("https://other.lab:5443"), "kitchen").Read());
        Assert.True(credential.IsFrom("join-1"));
        Assert.False(credential.IsFrom("join-2"));
    }

    [Fact]
    public void What_is_not_confirmed_is_kept_apart_until_it_is()
    {
        var credential = BoardCredential.For("join-1");
        File("kitchen").WriteUnconfirmed(credential);
        Assert.Null(File("kitchen").Read());
        Assert.Equal(credential, File("kitchen").ReadUnconfirmed());

        File("kitchen").Confirm(credential);

        Assert.Equal(credential, File("kitchen").Read());
        Assert.Null(File("kitchen").ReadUnconfirmed());
    }

    [Fact]
    public void Only_its_user_may_read_it_even_where_it_lay_open_before()
    {
        var file = File("kitchen");
        file.Confirm(BoardCredential.For("join-1"));
        if (OperatingSystem.IsWindows())
            return;
        System.IO.File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        file.Confirm(BoardCredential.For("join-2"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file.Path));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    public void A_name_leads_to_no_other_folder(string name)
    {
        var file = File(name);
        file.Confirm(BoardCredential.For("join-1"));

        Assert.Equal(Path.Combine(Folder, "credentials"), Path.GetDirectoryName(file.Path));
        Assert.NotNull(file.Read());
    }

    [Fact]
    public void A_file_that_is_none_of_ours_is_no_credential()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "credentials"));
        System.IO.File.WriteAllText(File("kitchen").Path, "");

        Assert.Null(File("kitchen").Read());
    }

    private CredentialFile File(string name) => new(Folder, Hub, name);
}
