using System.Globalization;
using Microsoft.AspNetCore.Http;
using Toguna.Formats.Documents;
using Toguna.Foundation.Design;

namespace Toguna.Desk;

/// <summary>What every product as a Word document has in common: who it is of, how it is classified, when it was made.</summary>
internal static class WordFile
{
    private const string Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <param name="warning">Below the head of every page; null: nothing.</param>
    /// <param name="foot">Left at the foot of every page.</param>
    /// <param name="pages">The page, <c>{0}</c>, of <c>{1}</c>.</param>
    public static DocxDocument Of(
        string title,
        DateTimeOffset made,
        (string House, string Classification) head,
        string? warning,
        (string Program, string Foot) foot,
        string pages,
        IEnumerable<DocxBlock> blocks
    ) =>
        new()
        {
            Title = title,
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? "fr-FR" : "en-GB",
            Program = foot.Program,
            Made = made,
            Header = head,
            Warning = warning,
            Footer = ($"{foot.Program} · {foot.Foot}", pages),
            Colour = PrintTokens.Of,
            Blocks = [.. blocks],
        };

    public static IResult Answer(DocxDocument document, string name)
    {
        var file = new MemoryStream();
        DocxWriter.Write(document, file);
        file.Position = 0;
        return Results.File(file, Type, name);
    }
}
