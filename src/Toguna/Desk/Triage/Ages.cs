using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Toguna.Desk.Triage;

/// <summary>How long ago, in words: minutes, hours, days.</summary>
internal static class Ages
{
    public static string Say(IStringLocalizer words, TimeSpan age) =>
        age switch
        {
            { TotalMinutes: < 60 } => words["AgeMinutes", Whole(age.TotalMinutes)],
            { TotalHours: < 48 } => words["AgeHours", Whole(age.TotalHours)],
            _ => words["AgeDays", Whole(age.TotalDays)],
        };

    private static string Whole(double value) =>
        Math.Max(0, Math.Floor(value)).ToString("N0", CultureInfo.CurrentCulture);
}
