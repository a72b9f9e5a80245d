using System.Globalization;
using System.Net;
using System.Text;

namespace Toguna.Formats.Drawings;

/// <summary>Writes a drawing as the inside of an SVG element.</summary>
public static class Svg
{
    /// <summary>The <c>viewBox</c> of the element around it.</summary>
    public static string ViewBox(Drawing drawing) => $"0 0 {N(drawing.Width)} {N(drawing.Height)}";

    /// <param name="colour">What stands in place of the name of a role, e.g. <c>var(--ink)</c>.</param>
    /// <param name="hatch">Name of a pattern that is defined beside it, for hatched areas.</param>
    /// <returns>Elements with attributes only: no style, no script, no address.</returns>
    public static string Inside(Drawing drawing, Func<string, string> colour, string hatch)
    {
        var svg = new StringBuilder();
        foreach (var shape in drawing.Shapes)
        {
            switch (shape)
            {
                case Trace trace:
                    svg.Append("<path d=\"").Append(Path(trace)).Append('"');
                    Paint(svg, shape.Ink, colour, hatch);
                    svg.Append("/>");
                    break;
                case Circle c:
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<circle cx=\"{N(c.X)}\" cy=\"{N(c.Y)}\" r=\"{N(c.Radius)}\""
                    );
                    Paint(svg, shape.Ink, colour, hatch);
                    svg.Append("/>");
                    break;
                case Label label:
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<text x=\"{N(label.X)}\" y=\"{N(label.Y)}\" font-size=\"{N(label.Size)}\""
                    );
                    svg.Append(
                        label.Anchor switch
                        {
                            LabelAnchor.Middle => " text-anchor=\"middle\"",
                            LabelAnchor.End => " text-anchor=\"end\"",
                            _ => "",
                        }
                    );
                    svg.Append(label.Bold ? " font-weight=\"bold\"" : "");
                    Paint(svg, shape.Ink, colour, hatch);
                    svg.Append('>').Append(WebUtility.HtmlEncode(label.Text)).Append("</text>");
                    break;
            }
        }
        return svg.ToString();
    }

    private static string Path(Trace trace)
    {
        var path = new StringBuilder();
        foreach (var line in trace.Lines)
        {
            for (var i = 0; i < line.Count; i++)
            {
                path.Append(i == 0 ? 'M' : 'L').Append(N(line[i].X)).Append(' ').Append(N(line[i].Y));
            }
            path.Append(trace.Closed ? "Z" : "");
        }
        return path.ToString();
    }

    private static void Paint(StringBuilder svg, Ink ink, Func<string, string> colour, string hatch)
    {
        var fill =
            ink.Fill is null ? "none"
            : ink.Hatched ? $"url(#{hatch})"
            : colour(ink.Fill);
        svg.Append(CultureInfo.InvariantCulture, $" fill=\"{fill}\"");
        if (ink.Opacity < 1)
        {
            svg.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{N(ink.Opacity)}\"");
        }
        if (ink.Stroke is not null)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $" stroke=\"{colour(ink.Stroke)}\" stroke-width=\"{N(ink.Width)}\""
            );
            svg.Append(ink.Dash is { } d ? $" stroke-dasharray=\"{N(d.On)} {N(d.Off)}\"" : "");
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
