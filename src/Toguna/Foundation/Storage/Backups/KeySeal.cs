using System.IO.Compression;
using Toguna.Foundation.Sealing;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>The keys of an installation under the passphrase of a backup.</summary>
/// <remarks>
/// All but the master keys: they are in recovery copies alone. So a backup opens sealed fields only together with a
/// recovery copy of its time, and a subject that was shredded is out of reach once those copies are destroyed.
/// </remarks>
internal static class KeySeal
{
    private static readonly byte[] Purpose = "toguna.keys.1"u8.ToArray();

    public static byte[] Seal(KeyFolder keys, SubjectKeys subjects, string passphrase)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            var files = Directory
                .EnumerateFiles(keys.Path)
                .Select(f => Path.GetFileName(f))
                .Where(f => !f.StartsWith("ring.", StringComparison.Ordinal))
                .Where(f => !f.StartsWith(SubjectKeys.FileName, StringComparison.Ordinal));
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                zip.CreateEntryFromFile(keys.PathOf(file), file);
            }
            using var store = zip.CreateEntry(SubjectKeys.FileName).Open();
            store.Write(subjects.Copy());
        }
        return PassphraseBox.Seal(passphrase, Purpose, memory.ToArray());
    }

    /// <summary>Puts the keys into the folder. A store of data keys that is there already stays: it knows what was shredded since.</summary>
    /// <returns>False when the passphrase is wrong or the bytes were changed.</returns>
    public static bool Open(ReadOnlySpan<byte> bytes, KeyFolder keys, string passphrase)
    {
        if (PassphraseBox.Open(passphrase, Purpose, bytes) is not { } clear)
        {
            return false;
        }
        using var zip = new ZipArchive(new MemoryStream(clear), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            var file = Path.GetFileName(entry.FullName);
            if (file == SubjectKeys.FileName && File.Exists(keys.PathOf(file)))
            {
                continue;
            }
            using var from = entry.Open();
            using var memory = new MemoryStream();
            from.CopyTo(memory);
            keys.Write(file, memory.ToArray());
        }
        return true;
    }
}
