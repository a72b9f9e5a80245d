using NetTopologySuite.Geometries;

namespace Toguna.Formats.GeoJson;

/// <summary>A feature of a map file.</summary>
/// <param name="Number">Its place in the file, from 1.</param>
/// <param name="Id">Its id; null when it has none.</param>
/// <param name="Geometry">Its shape in degrees, x east and y north, SRID 4326; null where the file says null.</param>
/// <param name="Properties">Its properties: text as it is, numbers and truth values as written, nested values as JSON.</param>
public sealed record GeoFeature(
    long Number,
    string? Id,
    Geometry? Geometry,
    IReadOnlyDictionary<string, string?> Properties
);

/// <summary>A feature, or why it is none; exactly one is set. <see cref="Fault.Line"/> is the feature's number.</summary>
public readonly record struct FeatureOrFault(GeoFeature? Feature, Fault? Fault);

/// <summary>A shape that cannot be; becomes a <see cref="Fault"/> of its feature.</summary>
internal sealed class BadShapeException(string code, string reason) : Exception(reason)
{
    public string Code { get; } = code;
}
