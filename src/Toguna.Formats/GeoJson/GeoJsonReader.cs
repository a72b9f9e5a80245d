using System.Buffers;
using System.Text.Json;

namespace Toguna.Formats.GeoJson;

/// <summary>Reads the features of a GeoJSON FeatureCollection one at a time; the file is never held whole.</summary>
/// <remarks>
/// A feature with an impossible shape is a fault and the next one follows; text that is no JSON ends the reading with a fault
/// <c>json_invalid</c>. Holds one feature of at most <see cref="MaxFeature"/> bytes (larger ones are faults) and at most 64
/// levels of nesting. Plain or gzip. Not thread-safe.
/// </remarks>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7946">RFC 7946</seealso>
public sealed class GeoJsonReader : IDisposable
{
    /// <summary>Largest feature read, in bytes.</summary>
    public const int MaxFeature = 64 << 20;

    private readonly Stream _stream;
    private readonly int _maxFeature;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _from;
    private int _to;
    private bool _ended;
    private bool _over;
    private JsonReaderState _state;
    private long _number;

    /// <summary>Opens a file and goes to its features.</summary>
    /// <param name="stream">The file, from its start; need not be seekable; disposed with the reader.</param>
    /// <param name="maxFeature">Largest feature in bytes, 1 to <see cref="MaxFeature"/>, the default.</param>
    /// <exception cref="UnreadableFileException">Empty, not JSON, or without features.</exception>
    public GeoJsonReader(Stream stream, int maxFeature = MaxFeature)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFeature, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxFeature, MaxFeature);
        _maxFeature = maxFeature;
        _stream = Unpacked.Open(stream);
        Fill();
        var head = _buffer.AsSpan(0, _to);
        if (head.TrimStart(" \t\r\n"u8).IsEmpty)
            throw new UnreadableFileException("empty", "The file is empty.");
        FileSigns.RefuseIfBinary(head);
        if (FileSigns.LooksLikeHtml(head))
            throw new UnreadableFileException("html_given_as_json", "The file is a web page (HTML), not GeoJSON.");
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            _from = 3;
        try
        {
            FindFeatures();
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException("not_json", "The file is not GeoJSON in UTF-8: " + e.Message, e);
        }
    }

    /// <summary>Bytes taken from the file so far (unpacked), for progress.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The features, refused ones among them.</summary>
    public IEnumerable<FeatureOrFault> Read()
    {
        while (Next() is { } item)
            yield return item;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stream.Dispose();
        _over = true;
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private FeatureOrFault? Next()
    {
        if (_over)
            return null;
        try
        {
            var bytes = NextObject();
            if (bytes is null)
            {
                _over = true;
                return null;
            }
            _number++;
            if (bytes.Value.Length == 0)
                return Refuse("feature_too_large", $"Feature {_number} has more than {_maxFeature:N0} bytes.");
            using var document = JsonDocument.Parse(bytes.Value);
            return Feature(document.RootElement);
        }
        catch (JsonException e)
        {
            _over = true;
            _number++;
            return Refuse("json_invalid", $"The file breaks off or is no JSON from feature {_number} on: {e.Message}");
        }
        catch (BadShapeException e)
        {
            return Refuse(e.Code, $"Feature {_number}: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Text with half surrogate pairs, or a shape the geometry library will not make.
            return Refuse("feature_invalid", $"Feature {_number} cannot be read: {e.Message}");
        }
    }

    private FeatureOrFault Refuse(string code, string reason) =>
        new(null, new Fault(_number, null, null, code, reason));

    private FeatureOrFault Feature(JsonElement feature)
    {
        if (feature.ValueKind != JsonValueKind.Object)
            throw new BadShapeException("feature_invalid", $"{Fault.Quote(feature.GetRawText())} is no feature.");
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (feature.TryGetProperty("properties", out var given) && given.ValueKind == JsonValueKind.Object)
            foreach (var property in given.EnumerateObject())
                properties[property.Name] = Text(property.Value);
        if (!feature.TryGetProperty("geometry", out var geometry))
            throw new BadShapeException("geometry_invalid", "There is no geometry.");
        var id = feature.TryGetProperty("id", out var named) ? Text(named) : null;
        return new FeatureOrFault(new GeoFeature(_number, id, Shapes.Read(geometry), properties), null);
    }

    internal static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };

    /// <summary>Goes to the first element of the top-level <c>features</c> array.</summary>
    private void FindFeatures()
    {
        var inFeatures = false;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_from, _to - _from), _ended, _state);
            while (reader.Read())
            {
                if (
                    reader.CurrentDepth == 0
                    && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject)
                )
                    throw new UnreadableFileException(
                        "not_geojson",
                        "The file is JSON, but no GeoJSON FeatureCollection."
                    );
                if (inFeatures && reader.TokenType == JsonTokenType.StartArray)
                {
                    Took(ref reader);
                    return;
                }
                inFeatures =
                    reader.CurrentDepth == 1
                    && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("features"u8);
            }
            Took(ref reader);
            if (_ended)
                throw new UnreadableFileException(
                    "not_geojson",
                    "The file is JSON, but no GeoJSON FeatureCollection: it has no list of features."
                );
            if (_to - _from > _maxFeature)
                throw new UnreadableFileException(
                    "not_geojson",
                    $"A single value before the features has more than {_maxFeature:N0} bytes."
                );
            Fill();
        }
    }

    /// <summary>The bytes of the next value in the array; empty when it is too large and was passed over; null at the end.</summary>
    private ReadOnlyMemory<byte>? NextObject()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_from, _to - _from), _ended, _state);
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                    return null;
                var start = (int)reader.TokenStartIndex;
                if (reader.TrySkip())
                {
                    var bytes = _buffer.AsMemory(_from + start, (int)reader.BytesConsumed - start);
                    Took(ref reader);
                    return bytes;
                }
                if (_to - _from > _maxFeature)
                {
                    PassOver();
                    return ReadOnlyMemory<byte>.Empty;
                }
            }
            else if (_ended)
                throw new JsonException("the list of features is not closed.");
            // The value is read anew from its start each time: twice as much at once keeps that linear.
            var enough = 2 * (_to - _from);
            do Fill();
            while (!_ended && _to - _from < enough);
        }
    }

    /// <summary>Reads token by token to the end of the value that starts here.</summary>
    private void PassOver()
    {
        var depth = -1;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_from, _to - _from), _ended, _state);
            while (reader.Read())
            {
                if (depth < 0)
                    depth = reader.CurrentDepth;
                else if (
                    reader.CurrentDepth <= depth
                    && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray
                )
                {
                    Took(ref reader);
                    return;
                }
            }
            Took(ref reader);
            if (_ended || _to - _from > _maxFeature)
                throw new JsonException("a single value is too long.");
            Fill();
        }
    }

    private void Took(ref Utf8JsonReader reader)
    {
        _from += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _to -= _from;
            _from = 0;
        }
        if (_to > _buffer.Length / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _to).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        try
        {
            var got = _stream.ReadAtLeast(_buffer.AsSpan(_to), 1, throwOnEndOfStream: false);
            _ended = got == 0;
            _to += got;
            BytesRead += got;
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("damaged_archive", "The packed file is damaged: " + e.Message, e);
        }
    }
}
