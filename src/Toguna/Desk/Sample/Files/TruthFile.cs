using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Desk.Sample.Files;

/// <summary>
/// What really happened, event by event, also what nobody recorded: against it an estimate of the unreported or a match
/// between lists can be judged. It is never imported.
/// </summary>
internal sealed class TruthFile : IDisposable
{
    private readonly CsvOut csv;

    public TruthFile(Stream stream)
    {
        csv = new CsvOut(stream, new CsvOutOptions { Neutralise = false });
        csv.Comment("Sample mission, fictional country. Nothing here is real.");
        csv.Row(
            "event",
            "caused_by",
            "date",
            "place",
            "district",
            "province",
            "latitude",
            "longitude",
            "violence_type",
            "act",
            "second_act",
            "actor",
            "opponent",
            "killed",
            "killed_actor",
            "killed_opponent",
            "killed_civilians",
            "killed_women",
            "killed_children",
            "injured",
            "data_set_id",
            "log_reference",
            "unit",
            "commander",
            "hour",
            "on_road",
            "market_day",
            "reprisal_for",
            "alert"
        );
    }

    public void Write(TrueEvent e, int? dataSetId, string? logReference, int? alert)
    {
        var (latitude, longitude) = Earth.Degrees(e.Spot);
        csv.Row(
            e.Number,
            e.CausedBy,
            e.Day,
            e.Village.Name,
            e.Village.District.Name,
            e.Village.District.Province,
            latitude,
            longitude,
            e.ViolenceType == 0 ? default : Cell.Of((long?)e.ViolenceType),
            e.Act.Code,
            e.SecondAct?.Code,
            e.Actor.LogName,
            e.Opponent?.LogName,
            e.Killed,
            e.KilledActor,
            e.KilledOpponent,
            e.KilledCivilians,
            e.Women,
            e.Children,
            e.Injured,
            dataSetId,
            logReference,
            e.Unit.Name,
            e.Unit.CommanderOn(e.Day),
            e.Hour,
            e.Road?.Name,
            e.OnMarketDay ? "yes" : "no",
            e.ReprisalFor,
            alert
        );
    }

    public void Dispose() => csv.Dispose();
}
