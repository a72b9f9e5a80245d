using Mono.Cecil;
using Shouldly;
using Xunit;

namespace Toguna.Architecture.Tests.House;

/// <summary>A checker that finds nothing proves nothing: here it must find what was planted, all of it, and nothing else.</summary>
public sealed class PlantedViolatorsTests
{
    private const string Planted = "Toguna.Architecture.Planted";
    private const string Outside = "Toguna.Architecture.Planted.Outside";

    private static readonly Dictionary<string, Part> AsApplication = new()
    {
        [Planted] = Part.App,
        [Outside] = Part.Host,
    };

    [Fact]
    public void Exactly_the_planted_violators_are_found()
    {
        var found = HouseReader
            .Read(AppContext.BaseDirectory, AsApplication)
            .Findings.Select(f => $"{f.Rule} {f.User}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();

        found.ShouldBe(Marked().Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public void Each_rule_has_a_planted_violator()
    {
        // Methods and Formats are judged by assembly, so their violator is the next test.
        var planted = Marked().Select(m => m.Split(' ')[0]).Append(nameof(Rule.MethodsAndFormatsStandAlone)).Distinct();

        planted.Order(StringComparer.Ordinal).ShouldBe(Enum.GetNames<Rule>().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Part.Methods, Part.Formats)]
    [InlineData(Part.Formats, Part.Methods)]
    [InlineData(Part.Methods, Part.App)]
    [InlineData(Part.Formats, Part.App)]
    [InlineData(Part.Formats, Part.Host)]
    public void A_library_that_knows_another_assembly_of_ours_is_found(Part library, Part used)
    {
        var parts = new Dictionary<string, Part> { [Planted] = library, [Outside] = used };

        var findings = HouseReader
            .Read(AppContext.BaseDirectory, parts)
            .Findings.Where(f => f.Rule != Rule.EveryTypeHasARoom)
            .ToArray();

        findings.ShouldHaveSingleItem().Rule.ShouldBe(Rule.MethodsAndFormatsStandAlone);
        findings[0].Used.ShouldBe("Toguna.Outside.Outsider");
    }

    [Theory]
    [InlineData(Part.App, Part.Methods)]
    [InlineData(Part.Host, Part.App)]
    [InlineData(Part.Host, Part.Formats)]
    public void References_that_run_the_right_way_are_not_found(Part user, Part used)
    {
        var parts = new Dictionary<string, Part> { [Planted] = user, [Outside] = used };

        HouseReader
            .Read(AppContext.BaseDirectory, parts)
            .Findings.ShouldNotContain(f => f.Used == "Toguna.Outside.Outsider" && f.Rule != Rule.EveryTypeHasARoom);
    }

    [Fact]
    public void A_finding_says_who_uses_what_and_where()
    {
        var finding = HouseReader
            .Read(AppContext.BaseDirectory, AsApplication)
            .Findings.Single(f => f.User == "Toguna.Gather.Imports.ByLambda");

        finding
            .ToString()
            .ShouldBe(
                "StageOrder: Toguna.Gather.Imports.ByLambda uses Toguna.Record.IncidentSummary (method <Do>b__0_0, which calls Total)"
            );
    }

    private static IEnumerable<string> Marked()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, Planted + ".dll"));
        return
        [
            .. assembly.MainModule.Types.SelectMany(type =>
                type.CustomAttributes.Where(a => a.AttributeType.Name == "BreaksAttribute")
                    .Select(a => $"{a.ConstructorArguments[0].Value} {type.FullName}")
            ),
        ];
    }
}
