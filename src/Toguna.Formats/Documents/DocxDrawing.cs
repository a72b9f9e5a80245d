using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Toguna.Formats.Drawings;
using A = DocumentFormat.OpenXml.Drawing;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using Wpg = DocumentFormat.OpenXml.Office2010.Word.DrawingGroup;
using Wps = DocumentFormat.OpenXml.Office2010.Word.DrawingShape;

namespace Toguna.Formats.Documents;

/// <summary>A drawing as a group of DrawingML shapes: lines that stay lines in Word and in LibreOffice.</summary>
internal sealed class DocxDrawing(Func<string, string> colour)
{
    public const string GroupUri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup";

    /// <summary>English Metric Units of a point.</summary>
    public const int Point = 12_700;

    private uint lastId;
    private double scale;

    /// <param name="width">In English Metric Units; the height follows.</param>
    public Run Of(DocxFigure figure, long width)
    {
        scale = width / figure.Drawing.Width;
        var height = E(figure.Drawing.Height);
        var group = new Wpg.WordprocessingGroup(
            new Wpg.NonVisualGroupDrawingShapeProperties(),
            new Wpg.GroupShapeProperties(
                new A.TransformGroup(
                    new A.Offset { X = 0, Y = 0 },
                    new A.Extents { Cx = width, Cy = height },
                    new A.ChildOffset { X = 0, Y = 0 },
                    new A.ChildExtents { Cx = width, Cy = height }
                )
            )
        );
        foreach (var shape in figure.Drawing.Shapes)
        {
            if (ShapeOf(shape) is { } drawn)
            {
                group.Append(drawn);
            }
        }
        var inline = new Wp.Inline(
            new Wp.Extent { Cx = width, Cy = height },
            new Wp.EffectExtent
            {
                LeftEdge = 0,
                TopEdge = 0,
                RightEdge = 0,
                BottomEdge = 0,
            },
            new Wp.DocProperties
            {
                Id = ++lastId,
                Name = WordText.Safe(figure.Name),
                Description = WordText.Safe(figure.Said),
            },
            new Wp.NonVisualGraphicFrameDrawingProperties(),
            new A.Graphic(new A.GraphicData(group) { Uri = GroupUri })
        )
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        };
        return new Run(
            new AlternateContent(
                new AlternateContentChoice(new DocumentFormat.OpenXml.Wordprocessing.Drawing(inline))
                {
                    Requires = "wpg",
                }
            )
        );
    }

    private Wps.WordprocessingShape? ShapeOf(Shape shape) =>
        shape switch
        {
            Circle c => Framed(
                shape.Ink,
                (c.X - c.Radius, c.Y - c.Radius, 2 * c.Radius, 2 * c.Radius),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Ellipse }
            ),
            Trace trace => Traced(trace),
            Label label => Written(label),
            _ => null,
        };

    private Wps.WordprocessingShape? Traced(Trace trace)
    {
        var points = trace.Lines.SelectMany(l => l).ToList();
        if (points.Count < 2)
        {
            return null;
        }
        var (left, top) = (points.Min(p => p.X), points.Min(p => p.Y));
        var (width, height) = (points.Max(p => p.X) - left, points.Max(p => p.Y) - top);
        // One path of all rings: what lies inside of an odd number of them is filled.
        var path = new A.Path { Width = E(width), Height = E(height) };
        if (trace.Ink.Fill is null)
        {
            path.Fill = A.PathFillModeValues.None;
        }
        foreach (var line in trace.Lines.Where(l => l.Count >= 2))
        {
            for (var i = 0; i < line.Count; i++)
            {
                var at = new A.Point
                {
                    X = E(line[i].X - left).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Y = E(line[i].Y - top).ToString(System.Globalization.CultureInfo.InvariantCulture),
                };
                path.Append(i == 0 ? new A.MoveTo(at) : new A.LineTo(at));
            }
            if (trace.Closed)
            {
                path.Append(new A.CloseShapePath());
            }
        }
        return Framed(
            trace.Ink,
            (left, top, width, height),
            new A.CustomGeometry(
                new A.AdjustValueList(),
                new A.ShapeGuideList(),
                new A.AdjustHandleList(),
                new A.ConnectionSiteList(),
                new A.Rectangle
                {
                    Left = "0",
                    Top = "0",
                    Right = "r",
                    Bottom = "b",
                },
                new A.PathList(path)
            )
        );
    }

    private Wps.WordprocessingShape Framed(
        Ink ink,
        (double X, double Y, double Width, double Height) frame,
        OpenXmlElement geometry
    )
    {
        var properties = new Wps.ShapeProperties(Place(frame), geometry);
        properties.Append(Fill(ink));
        properties.Append(Line(ink));
        return new Wps.WordprocessingShape(
            new Wps.NonVisualDrawingShapeProperties(),
            properties,
            new Wps.TextBodyProperties()
        );
    }

    private Wps.WordprocessingShape Written(Label label)
    {
        // Wider than the letters need: the box is not drawn, and the words stand at its start, middle or end.
        var width = label.Size * (label.Text.Length + 2);
        var x = label.Anchor switch
        {
            LabelAnchor.Middle => label.X - width / 2,
            LabelAnchor.End => label.X - width,
            _ => label.X,
        };
        var paragraph = new Paragraph(
            new ParagraphProperties(
                new SpacingBetweenLines
                {
                    Before = "0",
                    After = "0",
                    Line = "240",
                    LineRule = LineSpacingRuleValues.Auto,
                },
                new Justification
                {
                    Val = label.Anchor switch
                    {
                        LabelAnchor.Middle => JustificationValues.Center,
                        LabelAnchor.End => JustificationValues.Right,
                        _ => JustificationValues.Left,
                    },
                }
            )
        );
        var size = Math.Max(2, Math.Round(label.Size * scale / Point * 2));
        foreach (
            var run in WordText.Runs(
                label.Text,
                p =>
                {
                    if (label.Bold)
                    {
                        p.Bold = new Bold();
                        p.BoldComplexScript = new BoldComplexScript();
                    }
                    p.Color = new Color { Val = colour(label.Ink.Fill ?? "ink") };
                    var half = size.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    p.FontSize = new FontSize { Val = half };
                    p.FontSizeComplexScript = new FontSizeComplexScript { Val = half };
                }
            )
        )
        {
            paragraph.Append(run);
        }
        // The line on which letters of 1 stand is 0.92 below the top of Arial’s line.
        return new Wps.WordprocessingShape(
            new Wps.NonVisualDrawingShapeProperties { TextBox = true },
            new Wps.ShapeProperties(
                Place((x, label.Y - label.Size * 0.92, width, label.Size * 1.25)),
                new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle },
                new A.NoFill(),
                new A.Outline(new A.NoFill())
            ),
            new Wps.TextBoxInfo2(new TextBoxContent(paragraph)),
            new Wps.TextBodyProperties
            {
                LeftInset = 0,
                TopInset = 0,
                RightInset = 0,
                BottomInset = 0,
                Wrap = A.TextWrappingValues.None,
                Anchor = A.TextAnchoringTypeValues.Top,
            }
        );
    }

    private A.Transform2D Place((double X, double Y, double Width, double Height) at) =>
        new(new A.Offset { X = E(at.X), Y = E(at.Y) }, new A.Extents { Cx = E(at.Width), Cy = E(at.Height) });

    private OpenXmlElement Fill(Ink ink)
    {
        if (ink.Fill is null)
        {
            return new A.NoFill();
        }
        if (ink.Hatched)
        {
            return new A.PatternFill(
                new A.ForegroundColor(Hex(ink.Fill)),
                new A.BackgroundColor(new A.RgbColorModelHex { Val = "FFFFFF" })
            )
            {
                Preset = A.PresetPatternValues.WideUpwardDiagonal,
            };
        }
        var hex = Hex(ink.Fill);
        if (ink.Opacity < 1)
        {
            hex.Append(new A.Alpha { Val = (int)(ink.Opacity * 100_000) });
        }
        return new A.SolidFill(hex);
    }

    private A.Outline Line(Ink ink)
    {
        if (ink.Stroke is null)
        {
            return new A.Outline(new A.NoFill());
        }
        var line = new A.Outline(new A.SolidFill(Hex(ink.Stroke))) { Width = (int)E(ink.Width) };
        if (ink.Dash is { } dash)
        {
            line.Append(
                new A.PresetDash
                {
                    Val = dash.On > ink.Width * 2.5 ? A.PresetLineDashValues.Dash : A.PresetLineDashValues.SystemDot,
                }
            );
        }
        line.Append(new A.Round());
        return line;
    }

    private A.RgbColorModelHex Hex(string role) => new() { Val = colour(role) };

    private long E(double units) => (long)Math.Round(units * scale);
}
