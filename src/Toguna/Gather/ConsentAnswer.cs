using Microsoft.AspNetCore.Http;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Gather;

/// <summary>One answer that somebody gave: of a use, and where it leaves the mission, for whom.</summary>
/// <param name="Audience">Of <see cref="Consents.ShareOutside"/> alone; null: everybody outside.</param>
public sealed record ConsentAnswer(string Use, bool Given, Audience? Audience = null)
{
    /// <summary>As forms and the audit log call it: <c>share_outside</c>, <c>share_outside.un</c>.</summary>
    public string Key => KeyOf(Use, Audience);

    public static string KeyOf(string use, Audience? audience) =>
        audience is { } one ? $"{use}.{Audiences.NameOf(one)}" : use;

    /// <summary>What can be asked: each use, and sharing outside for each audience as well.</summary>
    public static IEnumerable<(string Use, Audience? Audience)> Asked =>
        Consents.Uses.SelectMany(use =>
            use == Consents.ShareOutside
                ? [(use, (Audience?)null), .. Audiences.All.Select(a => (use, (Audience?)a))]
                : new[] { (use, (Audience?)null) }
        );

    /// <summary>Reads a form of <see cref="ConsentForm"/>.</summary>
    /// <remarks>
    /// Who says no to everybody outside takes back what was said for single audiences, but for those that the same form speaks of:
    /// a withdrawal must not leave something standing that nobody thought of.
    /// </remarks>
    /// <param name="before">What was said until now, the newest first.</param>
    /// <param name="prefix">Of the ids of the form's fields.</param>
    public static (IReadOnlyList<ConsentAnswer> Answers, Problem? Problem) Read(
        IFormCollection sent,
        IReadOnlyCollection<ConsentLine> before,
        string prefix = ""
    )
    {
        var answers = new List<ConsentAnswer>();
        foreach (var (use, audience) in Asked)
        {
            var (key, typed) = (KeyOf(use, audience), sent[KeyOf(use, audience)].ToString());
            if (typed is not ("" or ConsentForm.Yes or ConsentForm.No))
            {
                return ([], GatherProblems.NotOffered(typed, $"{ConsentForm.Yes}, {ConsentForm.No}").At(prefix + key));
            }
            if (typed.Length > 0)
            {
                answers.Add(new ConsentAnswer(use, typed == ConsentForm.Yes, audience));
            }
        }
        if (answers.Count == 0)
        {
            return ([], GatherProblems.NothingSaid().At(prefix + Consents.Uses[0]));
        }
        if (answers.Any(a => a is { Use: Consents.ShareOutside, Given: false, Audience: null }))
        {
            answers.AddRange(
                Audiences
                    .All.Where(one =>
                        !answers.Any(a => a.Audience == one)
                        && ConsentRule.Answer(before, Consents.ShareOutside, one)
                            is { Given: true, Audience.Length: > 0 }
                    )
                    .Select(one => new ConsentAnswer(Consents.ShareOutside, false, one))
                    .ToList()
            );
        }
        return (answers, null);
    }
}
