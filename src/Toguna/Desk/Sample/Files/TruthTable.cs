using System.Globalization;
using Toguna.Formats.Spreadsheet;
using Calendar = Toguna.Desk.Sample.Events.Calendar;

namespace Toguna.Desk.Sample.Files;

/// <summary>A table of what really was, beside the data: its columns stand in docs/sample-mission.md.</summary>
internal sealed class TruthTable : IDisposable
{
    private readonly FileStream stream;
    private readonly CsvOut csv;

    public TruthTable(string path, params string[] columns)
    {
        stream = File.Create(path);
        csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false });
        csv.Comment("Sample mission, fictional country. Nothing here is real.");
        csv.Row([.. columns.Select(c => Cell.Of(c))]);
    }

    /// <summary>The first minute after the last day: what would come then is not there.</summary>
    public static long End { get; } = Minute(Calendar.Last.AddDays(1));

    public void Row(params ReadOnlySpan<Cell> cells) => csv.Row(cells);

    /// <summary>Minutes of mission time from the first day to the beginning of another.</summary>
    public static long Minute(DateOnly day) => (day.DayNumber - Calendar.First.DayNumber) * 1440L;

    /// <summary>In UTC; the mission is an hour ahead.</summary>
    public static string Instant(long minute) =>
        Calendar
            .First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
            .AddMinutes(minute - 60)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateOnly Day(long minute) => Calendar.Day((int)(minute / 1440));

    public void Dispose()
    {
        csv.Dispose();
        stream.Dispose();
    }
}
