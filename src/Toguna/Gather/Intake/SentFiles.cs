using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Toguna.Formats;
using Toguna.Formats.Media;
using Toguna.Foundation;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Intake;

/// <summary>A file as it arrived, told by its content; its name is not kept: it may be somebody's.</summary>
/// <param name="View">Without metadata; null where no such copy can be made.</param>
internal sealed record SentFile(MediaType Type, byte[] Bytes, byte[]? View);

/// <summary>Reads the files of a form, and keeps them sealed under the key of their source.</summary>
internal static class SentFiles
{
    public const int Most = 5;
    public const int LargestFile = 20 << 20;
    public const int LargestForm = 60 << 20;

    /// <summary>Reads what came with the form; what cannot be taken is named by its place, never by its name.</summary>
    public static async Task<(IReadOnlyList<SentFile> Files, IReadOnlyList<Problem> Problems)> ReadAsync(
        IFormFileCollection sent,
        CancellationToken ct
    )
    {
        var files = new List<SentFile>();
        var problems = new List<Problem>();
        var given = sent.GetFiles("files").Where(f => f.Length > 0).ToList();
        if (given.Count > Most)
        {
            return ([], [GatherProblems.FilesTooMany(given.Count, Most).At("files")]);
        }
        for (var i = 0; i < given.Count; i++)
        {
            if (given[i].Length > LargestFile)
            {
                problems.Add(GatherProblems.FileTooHeavy(i + 1, given[i].Length >> 20, LargestFile >> 20).At("files"));
                continue;
            }
            var bytes = new byte[given[i].Length];
            await using var content = given[i].OpenReadStream();
            await content.ReadExactlyAsync(bytes, ct);
            try
            {
                var view = ViewingCopy.Of(bytes);
                files.Add(new SentFile(MediaType.Of(bytes)!, bytes, view));
            }
            catch (UnreadableFileException)
            {
                problems.Add(GatherProblems.FileRefused(i + 1).At("files"));
            }
        }
        return (files, problems);
    }

    /// <summary>Original and copy are sealed; the hash of the original is in the audit log before anybody has seen it.</summary>
    public static async Task KeepAsync(
        WriteScope tx,
        SealedFields sealing,
        AuditLog audit,
        IReadOnlyList<(Sent Sent, NewReport Report)> fresh
    )
    {
        var lines = new List<(string, object?)>();
        foreach (var (sent, report) in fresh)
        {
            for (var i = 0; i < sent.Files.Count; i++)
            {
                var file = sent.Files[i];
                var id = tx.NewId();
                var hash = SHA256.HashData(file.Bytes);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO attachment (attachment_id, report_id, source_id, position, media_type, size, sha256, graphic,
                      received_at, original_sealed, view_sealed)
                    VALUES (@id, @ReportId, @SourceId, @Position, @Mime, @Size, @hash, @yes, @Now, @original, @view)
                    """,
                    new
                    {
                        id,
                        ReportId = report.Id,
                        report.SourceId,
                        Position = i + 1,
                        file.Type.Mime,
                        Size = (long)file.Bytes.Length,
                        hash,
                        yes = true,
                        tx.Now,
                        original = await sealing.SealBytesAsync(
                            tx,
                            SealedSources.Original,
                            report.SourceId,
                            id,
                            file.Bytes
                        ),
                        view = file.View is null
                            ? null
                            : await sealing.SealBytesAsync(tx, SealedSources.View, report.SourceId, id, file.View),
                    }
                );
                lines.Add(
                    (
                        AttachmentBook.SubjectOf(id),
                        new
                        {
                            report = report.Id,
                            type = file.Type.Mime,
                            sha256 = Convert.ToHexStringLower(hash),
                        }
                    )
                );
            }
        }
        await audit.AppendAsync(tx, Consents.Reporter, "attachment.received", lines);
    }
}
