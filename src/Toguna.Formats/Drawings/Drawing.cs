namespace Toguna.Formats.Drawings;

/// <summary>A drawing of lines, areas, circles and words, in units of its own, y downwards. Pages and documents write the same one.</summary>
/// <param name="Width">Positive; what lies outside is cut by its maker, not by the writers.</param>
/// <param name="Shapes">The first lies at the bottom.</param>
public sealed record Drawing(double Width, double Height, IReadOnlyList<Shape> Shapes);

/// <summary>How a shape is inked. Colours are names of roles; who writes the drawing says what colour a role has.</summary>
/// <param name="Fill">Null: not filled.</param>
/// <param name="Stroke">Null: no line.</param>
/// <param name="Width">Of the line, in units of the drawing.</param>
/// <param name="Dash">Lengths of dash and gap in units; null: a whole line.</param>
/// <param name="Opacity">Of the fill, 0 to 1.</param>
/// <param name="Hatched">The fill is drawn as slanting lines.</param>
public sealed record Ink(
    string? Fill = null,
    string? Stroke = null,
    double Width = 1,
    (double On, double Off)? Dash = null,
    double Opacity = 1,
    bool Hatched = false
);

/// <summary>Part of a drawing.</summary>
public abstract record Shape(Ink Ink);

/// <param name="Lines">Each at least two points.</param>
/// <param name="Closed">Areas; a ring inside another is a hole.</param>
public sealed record Trace(Ink Ink, IReadOnlyList<IReadOnlyList<(double X, double Y)>> Lines, bool Closed) : Shape(Ink)
{
    public static Trace Line(Ink ink, double x1, double y1, double x2, double y2) =>
        new(
            ink,
            [
                [(x1, y1), (x2, y2)],
            ],
            false
        );

    public static Trace Box(Ink ink, double x, double y, double width, double height) =>
        new(
            ink,
            [
                [(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
            ],
            true
        );
}

public sealed record Circle(Ink Ink, double X, double Y, double Radius) : Shape(Ink);

/// <param name="X">Of the start, middle or end, as <paramref name="Anchor"/> says.</param>
/// <param name="Y">Of the line on which the letters stand.</param>
/// <param name="Size">Of the letters, in units.</param>
public sealed record Label(
    Ink Ink,
    double X,
    double Y,
    string Text,
    double Size,
    LabelAnchor Anchor = LabelAnchor.Start,
    bool Bold = false
) : Shape(Ink);

public enum LabelAnchor
{
    Start,
    Middle,
    End,
}
