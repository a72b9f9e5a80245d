using System.Globalization;
using Toguna.Formats.Drawings;

namespace Toguna.Foundation.Design.Charts;

/// <summary>Where everything of a chart over time stands: the page stretches it to its width, a document draws it at one.</summary>
/// <param name="capped">Whether the figures have a minimum and a maximum.</param>
public sealed class TimeBarsLayout(IReadOnlyList<TimeBar> bars, IReadOnlyList<TimeMark> marks, bool capped)
{
    public const double Top = 14;
    public const double Bottom = 198;
    public const double Height = 234;

    /// <summary>Base line of the words under the bars.</summary>
    public const double Ticks = 216;

    /// <summary>Top of the signs of the timeline.</summary>
    public const double Signs = 221;

    /// <summary>Part of the width left of the first bar, and that of all bars.</summary>
    public const double Left = 0.07;
    public const double Width = 0.91;

    /// <summary>A bar within its slot.</summary>
    public const double BarStart = 0.22;
    public const double BarWidth = 0.56;

    private const double Letters = 11;

    private static readonly Ink Axis = new(null, "axis", 1);
    private static readonly Ink Grid = new(null, "grid", 1);
    private static readonly Ink Timeline = new(null, "ochre", 1, (2, 3));
    private static readonly Ink Sign = new("ochre");
    private static readonly Ink Letter = new("ink");
    private static readonly Ink Solid = new("d1");
    private static readonly Ink Hatched = new("ink-3", "ink-3", 0.75, null, 1, true);
    private static readonly Ink Halo = new(null, "ground", 4);
    private static readonly Ink Cap = new(null, "ink", 1.25);
    private static readonly Ink Word = new("ink-3");

    public IReadOnlyList<TimeBar> Bars => bars;

    public IReadOnlyList<long> Steps { get; } =
        RoundScale.Of(bars.Select(b => Math.Max(b.Best, capped ? b.Maximum ?? 0 : 0)).DefaultIfEmpty(1).Max());

    /// <summary>Part of the width that each bar has.</summary>
    public double Slot => Width / Math.Max(1, bars.Count);

    public double Y(long value) => Bottom - (Bottom - Top) * value / Steps[^1];

    /// <summary>Part of the width, from the left.</summary>
    /// <param name="at">In bars: 0 is the start of the first.</param>
    public double X(double at) => Left + Slot * at;

    /// <summary>Minimum and maximum where a line between them is drawn.</summary>
    public (long Low, long High)? CapsOf(TimeBar bar) =>
        capped && bar.Minimum is { } low && bar.Maximum is { } high && low != high ? (low, high) : null;

    /// <summary>Whether the name of a period is written, so that at most so many are.</summary>
    public bool HasTick(int bar, int most) => bar % Every(most) == Every(most) / 2;

    /// <summary>One name for so many periods.</summary>
    public int Every(int most) => (bars.Count + most - 1) / most;

    /// <param name="width">In units, of which a letter has about six.</param>
    /// <param name="most">Names of periods that fit under it.</param>
    public Drawing Draw(double width, int most)
    {
        var shapes = new List<Shape>();
        // A page is so wide that its numbers fit; a drawing makes room for the longest.
        var left = Math.Max(Left * width, Steps.Max(s => Words(s).Length) * Letters * 0.6 + 4);
        var scale = (width - left - 8) / Width;
        double At(double bars) => left + (X(bars) - Left) * scale;
        foreach (var step in Steps)
        {
            shapes.Add(Trace.Line(step == 0 ? Axis : Grid, left, Y(step), width - 8, Y(step)));
            shapes.Add(new Label(Word, left - 4, Y(step) + 4, Words(step), Letters, LabelAnchor.End));
        }
        shapes.AddRange(marks.Select(m => Trace.Line(Timeline, At(m.At), Top, At(m.At), Bottom)));
        for (var i = 0; i < bars.Count; i++)
        {
            AddBar(shapes, bars[i], At(i + BarStart), Slot * BarWidth * scale, At(i + 0.5));
            if (HasTick(i, most))
            {
                shapes.Add(new Label(Word, At(i + 0.5), Ticks, bars[i].Tick, Letters, LabelAnchor.Middle));
            }
        }
        for (var i = 0; i < marks.Count; i++)
        {
            var x = At(marks[i].At);
            shapes.Add(
                new Trace(
                    Sign,
                    [
                        [(x - 4, Signs + 6), (x, Signs), (x + 4, Signs + 6)],
                    ],
                    true
                )
            );
            shapes.Add(new Label(Letter, x + 6, Signs + 9, TimeMark.Letter(i), Letters, Bold: true));
        }
        return new Drawing(width, Height, shapes);
    }

    private void AddBar(List<Shape> shapes, TimeBar bar, double x, double width, double middle)
    {
        if (bar.Solid > 0)
        {
            shapes.Add(Trace.Box(Solid, x, Y(bar.Solid), width, Bottom - Y(bar.Solid)));
        }
        if (bar.Hatched > 0)
        {
            shapes.Add(Trace.Box(Hatched, x, Y(bar.Best), width, Y(bar.Solid) - Y(bar.Best)));
        }
        if (CapsOf(bar) is var (low, high))
        {
            if (Y(low) - Y(high) > 4)
            {
                shapes.Add(Trace.Line(Halo, middle, Y(low) + 2, middle, Y(high) - 2));
            }
            shapes.Add(Trace.Line(Cap, middle, Y(low), middle, Y(high)));
            shapes.Add(Trace.Line(Cap, middle - 3, Y(high), middle + 3, Y(high)));
            shapes.Add(Trace.Line(Cap, middle - 3, Y(low), middle + 3, Y(low)));
        }
    }

    private static string Words(long n) => n.ToString("N0", CultureInfo.CurrentCulture);
}
