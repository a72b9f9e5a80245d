namespace Toguna.Record.Columns;

/// <summary>The actors that are held responsible or took part: those that the filter <c>actor</c> finds.</summary>
internal sealed class InvolvedValues(IncidentColumns c) : ColumnValues
{
    public override int Groups => c.Actors.Count + 1;

    public override string KeyOf(int group) => c.Actors[group - 1].Id.ToString();

    public override int Of(int row, Span<int> groups)
    {
        var n = 0;
        foreach (var actor in c.Perpetrators.Of(row))
        {
            n = AddOnce(groups, n, actor + 1);
        }
        foreach (var party in c.Parties.Of(row))
        {
            n = AddOnce(groups, n, (party >> 2) + 1);
        }
        return OrNone(groups, n);
    }
}
