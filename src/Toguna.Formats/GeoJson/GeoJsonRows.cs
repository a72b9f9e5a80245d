using System.Globalization;
using System.Text;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.GeoJson;

/// <summary>The features of a GeoJSON file as table rows, so that GED and ACLED that come as a map file are read like any other.</summary>
/// <remarks>
/// The columns are the properties of the first good feature; where <c>latitude</c> and <c>longitude</c> are not among them they are
/// added from the shape's middle. A property that other features have beyond these is left out, with the file warning
/// <c>property_left_out</c>; one that they lack is empty. <see cref="RawRow.Line"/> is the feature's number,
/// <see cref="RawRow.Verbatim"/> the row as CSV. Not thread-safe.
/// </remarks>
public sealed class GeoJsonRows : RowSource
{
    private readonly GeoJsonReader _reader;
    private readonly IEnumerator<FeatureOrFault> _features;
    private readonly Queue<FeatureOrFault> _ahead = new();
    private readonly List<Warning> _warnings = [];
    private readonly string[] _header;
    private readonly HashSet<string> _known;

    /// <summary>Opens a file and reads to its first good feature.</summary>
    /// <param name="stream">The file, from its start; disposed with the reader.</param>
    /// <exception cref="UnreadableFileException">Not GeoJSON, without a feature that can be read, or with more than 2,000 properties.</exception>
    public GeoJsonRows(Stream stream)
    {
        _reader = new GeoJsonReader(stream);
        _features = _reader.Read().GetEnumerator();
        GeoFeature? first = null;
        while (first is null && _ahead.Count < 1000 && _features.MoveNext())
        {
            _ahead.Enqueue(_features.Current);
            first = _features.Current.Feature;
        }
        if (first is null)
            throw new UnreadableFileException(
                "empty",
                _ahead.Count == 0
                    ? "The GeoJSON file has no features."
                    : $"None of the first {_ahead.Count:N0} features can be read; the first: {_ahead.Peek().Fault!.Reason}"
            );
        var names = first.Properties.Keys.ToList();
        foreach (var degree in new[] { "latitude", "longitude" })
            if (!names.Contains(degree, StringComparer.OrdinalIgnoreCase))
                names.Add(degree);
        if (names.Count > 2000)
            throw new UnreadableFileException(
                "header_too_many_columns",
                $"The first feature has {names.Count:N0} properties; at most 2,000 are read."
            );
        _header = [.. names];
        _known = new HashSet<string>(_header, StringComparer.Ordinal);
        HeaderVerbatim = Line(_header);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Header => _header;

    /// <inheritdoc />
    public override string HeaderVerbatim { get; }

    /// <inheritdoc />
    public override long BytesRead => _reader.BytesRead;

    /// <inheritdoc />
    public override IReadOnlyList<Warning> Warnings => _warnings;

    /// <inheritdoc />
    public override bool TryRead(out RowOrFault item)
    {
        item = default;
        if (!_ahead.TryDequeue(out var next))
        {
            if (!_features.MoveNext())
                return false;
            next = _features.Current;
        }
        RecordsRead++;
        if (next.Feature is not { } feature)
        {
            item = new RowOrFault(null, next.Fault, "");
            return true;
        }
        var middle = feature.Geometry is { IsEmpty: false } shape ? shape.Centroid.Coordinate : null;
        var cells = new string[_header.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] =
                feature.Properties.TryGetValue(_header[i], out var value) ? value ?? ""
                : middle is null ? ""
                : _header[i] switch
                {
                    "latitude" => middle.Y.ToString("R", CultureInfo.InvariantCulture),
                    "longitude" => middle.X.ToString("R", CultureInfo.InvariantCulture),
                    _ => "",
                };
        if (_warnings.Count == 0 && feature.Properties.Keys.FirstOrDefault(k => !_known.Contains(k)) is { } extra)
            _warnings.Add(
                new Warning(
                    "property_left_out",
                    $"Feature {feature.Number} has the property {Fault.Quote(extra)}, which the first has not; such properties are left out."
                )
            );
        var line = Line(cells);
        item = new RowOrFault(new RawRow(feature.Number, line, cells), null, line);
        return true;
    }

    /// <inheritdoc />
    public override long Skip(long records)
    {
        long skipped = 0;
        while (skipped < records && (_ahead.TryDequeue(out _) || _features.MoveNext()))
            skipped++;
        RecordsRead += skipped;
        return skipped;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _features.Dispose();
        _reader.Dispose();
    }

    private static string Line(string[] cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                line.Append(',');
            CsvOut.Append(line, cells[i], ',');
        }
        return line.ToString();
    }
}
