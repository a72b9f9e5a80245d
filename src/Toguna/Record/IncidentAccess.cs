using Dapper;
using Toguna.Foundation.Access;

namespace Toguna.Record;

/// <summary>Which incidents somebody may know of: <see cref="Reach"/>, and no exercises, which are kept out of every figure.</summary>
public static class IncidentAccess
{
    /// <summary>How far somebody may read: 0 unclassified, 1 confidential, 2 strictly confidential.</summary>
    public static int ClearanceOf(Caller caller) => caller.Reach.Clearance;

    /// <summary>The condition on alias <c>i</c>; its parameters go into <paramref name="parameters"/>.</summary>
    public static string AccessClause(Caller caller, DynamicParameters parameters) =>
        AccessClause(caller.Reach, parameters);

    /// <summary>What everybody in the mission may know of: a figure that all of them read is made of nothing else, or it would tell them.</summary>
    public static string CommonClause(DynamicParameters parameters) => AccessClause(Everybody, parameters);

    /// <summary>Of whoever may know of least.</summary>
    private static readonly Reach Everybody = new(0, null, false, false, new HashSet<Guid>());

    private static string AccessClause(Reach reach, DynamicParameters parameters)
    {
        parameters.Add("notExercise", false);
        return $"i.exercise = @notExercise AND {reach.Clause("i", parameters, consent: true)}";
    }
}
