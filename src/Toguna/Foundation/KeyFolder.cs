using System.Security.Cryptography;

namespace Toguna.Foundation;

/// <summary>The keys of an installation: files in <c>keys</c> of the data folder, never in the database.</summary>
/// <remarks>Readable by the owner alone where the system knows owners.</remarks>
public sealed class KeyFolder(string dataFolder)
{
    private const int Length = 32;

    public string Path { get; } = MakePrivate(System.IO.Path.Combine(dataFolder, "keys"));

    public bool Has(string name) => File.Exists(System.IO.Path.Combine(Path, name + ".key"));

    /// <summary>The key of that name; made at first use from the system's random source.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] Read(string name)
    {
        var path = System.IO.Path.Combine(Path, name + ".key");
        if (!File.Exists(path))
        {
            var draft = path + "." + RandomNumberGenerator.GetHexString(8, lowercase: true);
            using (var file = new FileStream(draft, PrivateFile()))
            {
                file.Write(RandomNumberGenerator.GetBytes(Length));
                file.Flush(flushToDisk: true);
            }
            try
            {
                // Whoever comes first wins: two starting processes end with one key.
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }
        var key = File.ReadAllBytes(path);
        return key.Length == Length
            ? key
            : throw FoundationProblems.OptionInvalid(path, $"{key.Length} bytes", $"a key of {Length} bytes").Raise();
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
}
