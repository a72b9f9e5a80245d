namespace Toguna.Record.Columns;

internal abstract partial class ColumnValues
{
    /// <summary>Sexes, ages or statuses of casualties as far as sources break them down; 0: they do not.</summary>
    /// <param name="part">Of a kind of casualties: 1 sex, 2 age, 3 status.</param>
    private sealed class VictimValues : ColumnValues
    {
        private readonly IncidentColumns columns;
        private readonly List<string> keys;
        private readonly int[] groupOfKind;

        public VictimValues(IncidentColumns c, int part)
        {
            columns = c;
            var values = Enumerable.Range(0, c.CasualtyKinds.Count).Select(k => c.CasualtyKinds[k].Split('|')[part]);
            keys = [.. values.Where(v => v.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            groupOfKind = [.. values.Select(v => keys.IndexOf(v) + 1)];
        }

        public override int Groups => keys.Count + 1;

        public override string KeyOf(int group) => keys[group - 1];

        public override bool[]? KindsOf(int group) => group == 0 ? null : [.. groupOfKind.Select(g => g == group)];

        public override int Of(int row, Span<int> groups)
        {
            var n = 0;
            var casualties = columns.Casualties.Of(row);
            for (var i = 0; i < casualties.Length; i += 4)
            {
                if (groupOfKind[casualties[i]] is > 0 and var group)
                {
                    n = AddOnce(groups, n, group);
                }
            }
            return OrNone(groups, n);
        }
    }
}
