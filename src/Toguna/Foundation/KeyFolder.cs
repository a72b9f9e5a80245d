using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation;

/// <summary>The keys of an installation: files in <c>keys</c> of the data folder, never in the database.</summary>
/// <remarks>Readable by the owner alone where the system knows owners. Thread-safe.</remarks>
public sealed class KeyFolder(string dataFolder)
{
    private const int Length = 32;

    public string Path { get; } = MakePrivate(System.IO.Path.Combine(dataFolder, "keys"));

    public bool Has(string name) => File.Exists(PathOf(name + ".key"));

    public string PathOf(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>The key of that name; made at first use from the system's random source.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] Read(string name)
    {
        var path = PathOf(name + ".key");
        if (!File.Exists(path))
        {
            var draft = Draft(path, RandomNumberGenerator.GetBytes(Length));
            try
            {
                // Whoever comes first wins: two starting processes end with one key.
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
            SyncFolder();
        }
        var key = File.ReadAllBytes(path);
        return key.Length == Length
            ? key
            : throw FoundationProblems.OptionInvalid(path, $"{key.Length} bytes", $"a key of {Length} bytes").Raise();
    }

    /// <summary>Puts a file in place of the one of that name: whole or not at all, and on the disk when this returns.</summary>
    public void Write(string file, ReadOnlySpan<byte> bytes)
    {
        var path = PathOf(file);
        var draft = Draft(path, bytes);
        // The file that is replaced may hold a key that is to be no more: kept open, it can be overwritten afterwards.
        using var old =
            File.Exists(path) && !OperatingSystem.IsWindows()
                ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
                : null;
        File.Move(draft, path, overwrite: true);
        SyncFolder();
        Overwrite(old);
    }

    /// <summary>Makes an empty file that only the owner reads, if there is none of that name.</summary>
    public void Touch(string file)
    {
        if (!File.Exists(PathOf(file)))
        {
            try
            {
                new FileStream(PathOf(file), PrivateFile()).Dispose();
            }
            catch (IOException) when (File.Exists(PathOf(file)))
            {
                // Another process was first.
            }
        }
    }

    /// <summary>Overwrites a file and removes it; nothing happens when there is none.</summary>
    /// <remarks>Flash storage and file systems that copy on write may keep the old bytes: docs/keys.md says what helps.</remarks>
    public void Destroy(string file)
    {
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            return;
        }
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Overwrite(stream);
        }
        File.Delete(path);
        SyncFolder();
    }

    /// <summary>Destroys what a process that died while it wrote <paramref name="file"/> has left beside it.</summary>
    public void DestroyDrafts(string file)
    {
        // The pattern "name.*" of the system also finds "name" itself: the ring in use must never be among its drafts.
        foreach (var found in Directory.EnumerateFiles(Path))
        {
            var name = System.IO.Path.GetFileName(found);
            if (name.StartsWith(file + ".", StringComparison.Ordinal))
            {
                Destroy(name);
            }
        }
    }

    private static void Overwrite(FileStream? stream)
    {
        stream?.Write(new byte[stream.Length]);
        stream?.Flush(flushToDisk: true);
    }

    private static string Draft(string path, ReadOnlySpan<byte> bytes)
    {
        var draft = path + "." + RandomNumberGenerator.GetHexString(8, lowercase: true);
        using var file = new FileStream(draft, PrivateFile());
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return draft;
    }

    private static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    private static string MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path).FullName;
        }
        return Directory
            .CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
    }

    /// <summary>A renamed file survives a power cut once its folder is on the disk; Windows does that by itself.</summary>
    private void SyncFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var folder = open(Encoding.UTF8.GetBytes(Path + '\0'), 0);
        if (folder < 0)
        {
            throw new IOException($"“{Path}” cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        }
        var done = fsync(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = close(folder);
        if (done != 0)
        {
            throw new IOException($"“{Path}” cannot be written to the disk (errno {error}).");
        }
    }

    // .NET opens no folder as a file.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int file);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int file);
}
