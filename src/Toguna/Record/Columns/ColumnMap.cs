namespace Toguna.Record.Columns;

/// <summary>Rows on a map, counted in squares.</summary>
internal sealed class ColumnMap(IncidentColumns columns, RowSet rows)
{
    private const int UnknownPrecision = 9;

    /// <summary>The box that holds them all; null when none has coordinates.</summary>
    public GeoBox? Box()
    {
        var (west, south, east, north) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var row in rows)
        {
            var (x, y) = (columns.Longitude[row], columns.Latitude[row]);
            if (!double.IsNaN(x) && !double.IsNaN(y))
            {
                (west, east) = (Math.Min(west, x), Math.Max(east, x));
                (south, north) = (Math.Min(south, y), Math.Max(north, y));
            }
        }
        return west > east ? null : new GeoBox(west, south, east, north);
    }

    /// <param name="cell">Side of a square in degrees.</param>
    /// <returns>One point a square, the fullest first, then the one with the oldest number.</returns>
    public List<Map.MapPoint> Squares(double cell)
    {
        var squares = new Dictionary<long, Square>();
        foreach (var row in rows)
        {
            var (x, y) = (columns.Longitude[row], columns.Latitude[row]);
            if (double.IsNaN(x) || double.IsNaN(y))
            {
                continue;
            }
            var key = ((long)Math.Floor((x + 180) / cell) << 32) | (uint)Math.Floor((y + 90) / cell);
            ref var square = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                squares,
                key,
                out var known
            );
            if (!known)
            {
                square = new Square(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            }
            square.Add(
                x,
                y,
                columns.Figures.Killed[row],
                columns.Numbers[row],
                columns.WherePrec[row] is 0 ? UnknownPrecision : columns.WherePrec[row]
            );
        }
        return [.. squares.Values.Select(s => s.Point()).OrderByDescending(p => p.Incidents).ThenBy(p => p.Number)];
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
