using Toguna.Foundation.Sealing;

namespace Toguna.Record;

/// <summary>What is sealed of a case: the notes of its interviews, all under the key of the case.</summary>
public static class SealedCases
{
    public const string Kind = "case";

    public static readonly SealedColumn Notes = new("interview", "interview_id", "notes_sealed", Kind, "case_id");
}
