using System.Collections.Frozen;
using System.Globalization;
using Toguna.Foundation;

namespace Toguna.Respond;

/// <summary>A kind of response, and where a task of this kind usually stands.</summary>
/// <param name="Code">As it is stored, e.g. <c>dialogue</c>.</param>
/// <param name="Tier">1 dialogue and engagement, 2 physical protection, 3 protective environment.</param>
/// <param name="Phase">1 prevent, 2 pre-empt, 3 respond, 4 consolidate.</param>
public sealed record ResponseType(string Code, string English, string French, bool Armed, int Tier, int Phase)
{
    public string Name => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? French : English;
}

/// <summary>The kinds of response of <c>data/response-types.csv</c>, the least militarised first. Immutable.</summary>
public static class ResponseTypes
{
    public static IReadOnlyList<ResponseType> All { get; } = Read();

    private static readonly FrozenDictionary<string, ResponseType> ByCode = All.ToFrozenDictionary(t => t.Code);

    /// <returns>Null when there is no such code.</returns>
    public static ResponseType? Find(string code) => ByCode.GetValueOrDefault(code);

    private static List<ResponseType> Read() =>
        [
            .. ShippedTable
                .Rows("response-types.csv")
                .Select(c => new ResponseType(
                    c[0],
                    c[1],
                    c[2],
                    c[3] == "yes",
                    int.Parse(c[4], CultureInfo.InvariantCulture),
                    int.Parse(c[5], CultureInfo.InvariantCulture)
                )),
        ];
}
