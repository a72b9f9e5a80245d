using System.Runtime.InteropServices;

namespace Toguna.Record.Columns;

/// <summary>Rows on a map: what they come to, and how they lie in squares.</summary>
internal sealed class ColumnMap(IncidentColumns columns, RowSet rows)
{
    private const int UnknownPrecision = 9;

    /// <summary>Squares that are found by their place in an array; beyond, by a table of those that occur.</summary>
    private const int MostDirect = 1 << 16;

    /// <summary>Everything that a map says before it draws, in one pass.</summary>
    public MapFacts Facts()
    {
        var (west, south, east, north) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        var sums = new ColumnSums(columns, 1);
        foreach (var row in rows)
        {
            var (x, y) = (columns.Longitude[row], columns.Latitude[row]);
            if (!double.IsNaN(x) && !double.IsNaN(y))
            {
                (west, east) = (Math.Min(west, x), Math.Max(east, x));
                (south, north) = (Math.Min(south, y), Math.Max(north, y));
            }
            sums.Add(0, row);
        }
        return new MapFacts(west > east ? null : new GeoBox(west, south, east, north), sums.Of(0, null));
    }

    /// <summary>How many incidents began in which month (years times twelve plus months from 0), oldest first.</summary>
    public SortedDictionary<int, long> Months()
    {
        var months = new SortedDictionary<int, long>();
        const int First = IncidentFilterReading.FirstYear * 12;
        var counts = new long[(IncidentFilterReading.LastYear - IncidentFilterReading.FirstYear + 1) * 12];
        foreach (var row in rows)
        {
            var month = columns.Month[row] - First;
            if ((uint)month < (uint)counts.Length)
            {
                counts[month]++;
            }
            else
            {
                months[month + First] = months.GetValueOrDefault(month + First) + 1;
            }
        }
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                months[i + First] = counts[i];
            }
        }
        return months;
    }

    /// <param name="cell">Side of a square in degrees.</param>
    /// <param name="box">Holds every row that has coordinates; west not greater than east.</param>
    /// <returns>One point a square, the fullest first, then the one with the oldest number.</returns>
    public List<Map.MapPoint> Squares(double cell, GeoBox box)
    {
        var squares = new List<Square>();
        var (left, low) = ((long)Math.Floor((box.West + 180) / cell), (long)Math.Floor((box.South + 90) / cell));
        var across = (long)Math.Floor((box.East + 180) / cell) - left + 1;
        var up = (long)Math.Floor((box.North + 90) / cell) - low + 1;
        var direct = across * up <= MostDirect ? new int[across * up] : null;
        var found = new Dictionary<long, int>();
        foreach (var row in rows)
        {
            var (x, y) = (columns.Longitude[row], columns.Latitude[row]);
            if (double.IsNaN(x) || double.IsNaN(y))
            {
                continue;
            }
            var at = ((long)((y + 90) / cell) - low) * across + (long)((x + 180) / cell) - left;
            // One more than the place in the list: 0 is a square that nothing has been found in yet.
            ref var place = ref direct is null
                ? ref CollectionsMarshal.GetValueRefOrAddDefault(found, at, out _)
                : ref direct[at];
            if (place == 0)
            {
                squares.Add(new Square(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue));
                place = squares.Count;
            }
            CollectionsMarshal
                .AsSpan(squares)[place - 1]
                .Add(
                    x,
                    y,
                    columns.Figures.Killed[row],
                    columns.Numbers[row],
                    columns.WherePrec[row] is 0 ? UnknownPrecision : columns.WherePrec[row]
                );
        }
        return [.. squares.Select(s => s.Point()).OrderByDescending(p => p.Incidents).ThenBy(p => p.Number)];
    }

    private struct Square(double west, double south, double east, double north)
    {
        private long incidents;
        private long killed;
        private bool given;
        private long number = long.MaxValue;
        private int precision;
        private double x;
        private double y;

        public void Add(double longitude, double latitude, int dead, long no, int prec)
        {
            incidents++;
            x += longitude;
            y += latitude;
            (west, east) = (Math.Min(west, longitude), Math.Max(east, longitude));
            (south, north) = (Math.Min(south, latitude), Math.Max(north, latitude));
            number = Math.Min(number, no);
            precision = Math.Max(precision, prec);
            if (dead != IncidentColumns.NotGiven)
            {
                killed += dead;
                given = true;
            }
        }

        public readonly Map.MapPoint Point() =>
            new()
            {
                Incidents = incidents,
                Killed = given ? killed : null,
                Latitude = y / incidents,
                Longitude = x / incidents,
                Number = number,
                WherePrec = precision,
                West = west,
                South = south,
                East = east,
                North = north,
            };
    }
}

/// <summary>What a filter comes to, for a map.</summary>
/// <param name="Box">Holds everything that has coordinates; null when nothing has.</param>
internal sealed record MapFacts(GeoBox? Box, GroupSums Sums);
