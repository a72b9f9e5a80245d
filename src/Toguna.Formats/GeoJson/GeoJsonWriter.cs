using System.Globalization;
using System.Text.Json;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.GeoJson;

/// <summary>Writes points as a GeoJSON FeatureCollection, as a stream, with a foreign member <c>metadata</c> ahead of them.</summary>
/// <remarks>Longitude first, degrees, as RFC 7946 has it. Characters that mean something in HTML are escaped. Not thread-safe.</remarks>
public sealed class GeoJsonWriter : IDisposable
{
    private const int FlushAt = 1 << 16;
    private readonly Utf8JsonWriter _json;

    /// <summary>Starts a collection. The stream stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="metadata">Where the data came from, when, under which terms; empty for none.</param>
    public GeoJsonWriter(Stream stream, params IEnumerable<KeyValuePair<string, Cell>> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _json = new Utf8JsonWriter(stream);
        _json.WriteStartObject();
        _json.WriteString("type", "FeatureCollection");
        var members = metadata.ToList();
        if (members.Count > 0)
        {
            _json.WritePropertyName("metadata");
            Members(members);
        }
        _json.WriteStartArray("features");
    }

    /// <summary>Writes one point.</summary>
    /// <param name="latitude">Degrees north, −90 to 90; null writes a feature without a place.</param>
    /// <param name="longitude">Degrees east, −180 to 180; null writes a feature without a place.</param>
    /// <param name="properties">Its properties, each name once.</param>
    /// <param name="id">Its id; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside its range or NaN; the message names it.</exception>
    public void Point(
        double? latitude,
        double? longitude,
        IEnumerable<KeyValuePair<string, Cell>> properties,
        string? id = null
    )
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (latitude is { } north && !(Math.Abs(north) <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Expected -90 to 90.");
        if (longitude is { } east && !(Math.Abs(east) <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Expected -180 to 180.");
        _json.WriteStartObject();
        _json.WriteString("type", "Feature");
        if (id is not null)
            _json.WriteString("id", SafeText.NoIllegal(id));
        _json.WritePropertyName("geometry");
        if (latitude is null || longitude is null)
            _json.WriteNullValue();
        else
        {
            _json.WriteStartObject();
            _json.WriteString("type", "Point");
            _json.WriteStartArray("coordinates");
            _json.WriteNumberValue(longitude.Value);
            _json.WriteNumberValue(latitude.Value);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
        _json.WritePropertyName("properties");
        Members(properties);
        _json.WriteEndObject();
        if (_json.BytesPending > FlushAt)
            _json.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
    }

    private void Members(IEnumerable<KeyValuePair<string, Cell>> members)
    {
        _json.WriteStartObject();
        foreach (var (name, cell) in members)
        {
            _json.WritePropertyName(SafeText.NoIllegal(name));
            if (cell.Kind == CellKind.Nothing)
                _json.WriteNullValue();
            else if (cell.Kind == CellKind.Number)
                _json.WriteRawValue(cell.Value.ToString(CultureInfo.InvariantCulture));
            else
                _json.WriteStringValue(SafeText.NoIllegal(cell.Value));
        }
        _json.WriteEndObject();
    }
}
