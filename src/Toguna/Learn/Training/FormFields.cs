using Microsoft.AspNetCore.Http;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Learn.Training;

/// <summary>A form as it was sent: what is missing or cannot be read is named, the first of it.</summary>
internal sealed class FormFields(IFormCollection sent)
{
    private const int LongestText = 2_000;

    public IReadOnlyDictionary<string, string> Typed { get; } = sent.Typed();

    public Problem? Problem { get; private set; }

    public string this[string field] => Typed.GetValueOrDefault(field, "");

    public string Needed(string field)
    {
        if (this[field].Length == 0)
        {
            Refuse(LearnProblems.Missing(), field);
        }
        return Some(field) ?? "";
    }

    public string? Some(string field)
    {
        if (this[field].Length > LongestText)
        {
            Refuse(LearnProblems.TooLong(this[field].Length, LongestText), field);
        }
        return this[field].Length == 0 ? null : this[field];
    }

    public string Component(string field)
    {
        if (!ComponentWords.OfMission.Any(c => c.ToString() == this[field]))
        {
            Refuse(LearnProblems.Missing(), field);
        }
        return this[field];
    }

    /// <returns>Null where nothing was typed, or nothing that can be read.</returns>
    public DateOnly? Day(string field, bool needed)
    {
        var day = WrittenTime.Day(this[field]);
        if (day is null && (needed || this[field].Length > 0))
        {
            Refuse(LearnProblems.NotADay(this[field]), field);
        }
        return day;
    }

    public void Refuse(Problem problem, string field) => Problem ??= problem.At(field);
}
