using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.House;

/// <summary>The two rules of the house, kept on the program as compiled.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, Part> Assemblies = new()
    {
        ["Toguna.Methods"] = Part.Methods,
        ["Toguna.Formats"] = Part.Formats,
        ["Toguna.App"] = Part.App,
        ["toguna"] = Part.Host,
    };

    /// <summary>
    /// Fewest types that must be found in each room. A reader that silently reads nothing finds no violation either, so
    /// the floors rise with the house: raise them when a stage is filled, never lower them to make a change pass.
    /// </summary>
    private static readonly (string Room, int Floor)[] Floors =
    [
        ("Toguna.Mandate", 0),
        ("Toguna.Gather", 20),
        ("Toguna.Record", 20),
        ("Toguna.Analyse", 0),
        ("Toguna.Warn", 0),
        ("Toguna.Respond", 0),
        ("Toguna.Learn", 0),
        ("Toguna.Desk", 1),
        ("Toguna.Foundation", 60),
        ("Toguna.Methods", 2),
        ("Toguna.Formats", 20),
    ];

    /// <summary>Types that must be among those found.</summary>
    private static readonly string[] Known =
    [
        "Toguna.Server",
        "Toguna.Gather.ImportKind",
        "Toguna.Record.RecordStage",
        "Toguna.Formats.Ged.GedReader",
        "Toguna.Foundation.Storage.Database",
        "Toguna.Host.ServeCommand",
    ];

    [Fact]
    public void Every_reference_keeps_the_rules_of_the_house()
    {
        var findings = HouseReader.Read(AppContext.BaseDirectory, Assemblies).Findings;

        findings.ShouldBeEmpty(string.Join('\n', findings));
    }

    [Fact]
    public void The_house_was_really_read()
    {
        var types = HouseReader.Read(AppContext.BaseDirectory, Assemblies).Types.Keys.ToArray();

        foreach (var (room, floor) in Floors)
        {
            types
                .Count(t => t.StartsWith(room + ".", StringComparison.Ordinal))
                .ShouldBeGreaterThanOrEqualTo(floor, room);
        }

        foreach (var known in Known)
        {
            types.ShouldContain(known);
        }
    }

    [Fact]
    public void An_assembly_that_is_not_there_is_an_error_and_not_an_empty_house() =>
        Should.Throw<FileNotFoundException>(() =>
            HouseReader.Read(AppContext.BaseDirectory, new Dictionary<string, Part> { ["Toguna.NoSuch"] = Part.App })
        );
}
