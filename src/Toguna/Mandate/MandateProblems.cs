using Toguna.Foundation;

namespace Toguna.Mandate;

/// <summary>Refusals of the Mandate stage.</summary>
public static class MandateProblems
{
    public static Problem ContextUnknown(string id) => Of("context_unknown", 404, id);

    public static Problem ContextDate(string text) => Of("context_date", 422, text);

    public static Problem ContextKind(string kind, string known) => Of("context_kind", 422, kind, known);

    public static Problem ContextLabel(int length, int most) => Of("context_label", 422, length, most);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(MandateProblems), name, status, args);
}
