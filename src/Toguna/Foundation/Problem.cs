using System.Globalization;
using System.Resources;

namespace Toguna.Foundation;

/// <summary>
/// A refusal: a stable code, an HTTP status and a message that names the offending value and what was expected.
/// </summary>
/// <remarks>
/// Every stage keeps its refusals in one catalogue at its door (<c>GatherProblems</c>, <c>RecordProblems</c>, …);
/// the words stand in the <c>.resx</c> beside it, in English and French, under the last part of the code.
/// </remarks>
/// <param name="Catalogue">The catalogue's class; its <c>.resx</c> holds the words.</param>
/// <param name="Name">The last part of the code, e.g. <c>latitude_out_of_range</c>.</param>
/// <param name="Status">HTTP status, 400–599.</param>
/// <param name="Args">Values the message names, in the order of its placeholders.</param>
/// <param name="Field">The form field it stands beside, where there is one.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</seealso>
public sealed record Problem(Type Catalogue, string Name, int Status, object?[] Args, string? Field = null)
{
    private const int LongestValue = 200;

    /// <summary>Stable code, e.g. <c>record.latitude_out_of_range</c>.</summary>
    public string Code { get; } =
        Catalogue.Name.Replace("Problems", "", StringComparison.Ordinal).ToLowerInvariant() + "." + Name;

    /// <summary>The sentence in the reader's language; values longer than 200 characters are cut.</summary>
    public string Message(CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        var words = new ResourceManager(Catalogue).GetString(Name, culture) ?? Code;
        var values = Args.Select(a => a is string { Length: > LongestValue } s ? s[..LongestValue] + "…" : a).ToArray();
        return string.Format(culture, words, values);
    }

    /// <summary>The same problem, shown beside a field of the form.</summary>
    public Problem At(string field) => this with { Field = field };

    public ProblemException Raise() => new(this);
}

/// <summary>Carries a <see cref="Foundation.Problem"/> out of deep code to the door that answers it.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Message(CultureInfo.InvariantCulture))
{
    public Problem Problem { get; } = problem;
}
