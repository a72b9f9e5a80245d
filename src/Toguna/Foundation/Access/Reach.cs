using Dapper;

namespace Toguna.Foundation.Access;

/// <summary>Sections of the mission, and those outside it. A person belongs to one at most.</summary>
public enum Component
{
    Joc,
    Jmac,
    HumanRights,
    Protection,
    Force,
    Police,
    CivilAffairs,
    SafetySecurity,
    FieldOffice,

    /// <summary>An external partner: knows of nothing but the compartments that were opened to it.</summary>
    Partner,
}

/// <summary>What somebody may know of: the one policy for every record that has a classification, a component and a compartment.</summary>
/// <remarks>
/// In a compartment: only for those who were let in. Otherwise nothing for a partner, and for the mission what is not above
/// the clearance; <em>strictly confidential</em> material of a component stays in that component, but for those who lead. What
/// its source does not want shared is there for those who received it only. What may not be known is neither shown nor counted.
/// <see cref="Clause"/> says it to the database and <see cref="Allows"/> of one record; a test holds them together.
/// </remarks>
/// <param name="Clearance">0 unclassified, 1 confidential, 2 strictly confidential; −1: nothing.</param>
/// <param name="Component">Own section; null: none.</param>
/// <param name="EveryComponent">Strictly confidential material of every section.</param>
/// <param name="Custodian">Receives reports: reads also what may not be shared.</param>
/// <param name="Compartments">Those that are open to them now.</param>
/// <param name="Release">For what it is to be used.</param>
public sealed record Reach(
    int Clearance,
    Component? Component,
    bool EveryComponent,
    bool Custodian,
    IReadOnlySet<Guid> Compartments,
    Release Release = default
)
{
    private const int Strict = 2;

    /// <summary>The bits of <c>withheld</c> that keep a record from them.</summary>
    /// <remarks>What may not be shared inside is in nothing that somebody inside makes for others either.</remarks>
    private int Forbidden => Release.Bit | (ReadsWithheld ? 0 : Release.Inside.Bit);

    /// <summary>Reads also what its source does not want shared; nothing of it is ever handed on.</summary>
    public bool ReadsWithheld => Custodian && Release == Release.None;

    private string Own => Component?.ToString() ?? "";

    /// <summary>Whoever has the same key may know of the same records: answers are remembered by it.</summary>
    public string Key =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Clearance} {(Clearance < Strict || EveryComponent ? "" : Own)} {EveryComponent} {Forbidden} {string.Join(',', Compartments.Order())}"
        );

    /// <param name="withheld">Bits: 1 not inside the mission, and one for each <see cref="Audience"/> outside.</param>
    public bool Allows(int classification, string? component, Guid? compartment, int withheld = 0) =>
        (withheld & Forbidden) == 0
        && (
            compartment is { } inside
                ? Compartments.Contains(inside)
                : classification <= Clearance
                    && (classification < Strict || EveryComponent || component is null || component == Own)
        );

    /// <summary>The same as a condition on the columns of <paramref name="alias"/>.</summary>
    /// <param name="consent">The table has a column <c>withheld</c>.</param>
    public string Clause(string alias, DynamicParameters parameters, bool consent = false)
    {
        parameters.Add("reachClearance", Clearance);
        var open = $"{alias}.classification <= @reachClearance";
        if (Clearance >= Strict && !EveryComponent)
        {
            parameters.Add("reachComponent", Own);
            open +=
                $" AND ({alias}.classification < {Strict} OR {alias}.component IS NULL OR {alias}.component = @reachComponent)";
        }
        var clause = $"{alias}.compartment_id IS NULL AND {open}";
        if (Compartments.Count > 0)
        {
            // Few and of our own making: as literals of a parameter each, which both engines understand.
            var names = Compartments.Order().Select((id, i) => Bind(parameters, id, i)).ToList();
            clause = $"(({clause}) OR {alias}.compartment_id IN ({string.Join(", ", names)}))";
        }
        return consent && Forbidden > 0 ? $"{clause} AND ({alias}.withheld & {Forbidden}) = 0" : clause;
    }

    private static string Bind(DynamicParameters parameters, Guid id, int number)
    {
        parameters.Add("reach" + number, id);
        return "@reach" + number;
    }
}
