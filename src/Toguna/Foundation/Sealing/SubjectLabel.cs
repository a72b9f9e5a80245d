using System.Data.Common;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>How a page names a subject whose name is sealed, e.g. a source by its code name. A stage registers its own.</summary>
/// <param name="Kind">Kind of the subject.</param>
/// <param name="CodesOf">Codes by id, none of them a person's name; leaves out what the caller may not know of.</param>
public sealed record SubjectLabel(
    string Kind,
    Func<DbConnection, Engine, Caller, IReadOnlyCollection<Guid>, Task<IReadOnlyDictionary<Guid, string>>> CodesOf
);

/// <summary>Asks the stages for the codes of subjects; of what nobody knows a code, the end of the id.</summary>
internal sealed class SubjectCodes(Database database, IEnumerable<SubjectLabel> labels)
{
    private const int Shown = 8;

    /// <returns>A code for each of them.</returns>
    public async Task<IReadOnlyDictionary<Subject, string>> OfAsync(
        DbConnection c,
        Caller caller,
        IEnumerable<Subject> subjects
    )
    {
        var codes = subjects.Distinct().ToDictionary(s => s, s => s.Id.ToString("N")[^Shown..]);
        foreach (var label in labels)
        {
            var ids = codes.Keys.Where(s => s.Kind == label.Kind).Select(s => s.Id).ToList();
            if (ids.Count > 0)
            {
                foreach (var (id, code) in await label.CodesOf(c, database.Engine, caller, ids))
                {
                    codes[new Subject(label.Kind, id)] = code;
                }
            }
        }
        return codes;
    }
}
