using Dapper;
using Toguna.Foundation.Access;

namespace Toguna.Record;

/// <summary>Which incidents somebody may know of: the one place where it is decided, for lists, figures, maps and exports alike.</summary>
/// <remarks>
/// An incident above the reader's clearance is not there for them: it is neither shown nor counted. Exercises are kept
/// out of every figure, and what lies in a compartment is out of every list.
/// </remarks>
public static class IncidentAccess
{
    /// <summary>How far somebody may read: 0 unclassified, 1 confidential, 2 strictly confidential.</summary>
    public static int ClearanceOf(Caller caller) => caller.Roles.Count == 0 ? 0 : caller.Roles.Max(ClearanceOf);

    /// <summary>Whoever has the same key may know of the same incidents: answers are remembered by it.</summary>
    /// <remarks>Changes with <see cref="AccessClause"/>, and with what <c>Columns.ColumnFilter.Allowed</c> says of it in memory.</remarks>
    internal static string KeyOf(Caller caller) =>
        ClearanceOf(caller).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The condition on alias <c>i</c>; its parameters go into <paramref name="parameters"/>.</summary>
    public static string AccessClause(Caller caller, DynamicParameters parameters)
    {
        parameters.Add("clearance", ClearanceOf(caller));
        parameters.Add("notExercise", false);
        return "i.exercise = @notExercise AND i.compartment_id IS NULL AND i.classification <= @clearance";
    }

    private static int ClearanceOf(Role role) =>
        role switch
        {
            Role.HumanRightsOfficer or Role.ProtectionAdviser or Role.Leadership or Role.Administrator => 2,
            Role.DutyOfficer or Role.Analyst or Role.FocalPoint => 1,
            _ => 0,
        };
}
