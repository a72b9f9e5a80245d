using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace Toguna.Foundation.Access;

/// <summary>Who outside the mission material may be handed to: the one list of them.</summary>
/// <remarks>Their order is kept in <c>incident.withheld</c>, a bit for each: a new one is added at the end, none is moved.</remarks>
public enum Audience
{
    /// <summary>The United Nations outside the mission: headquarters, treaty bodies, commissions of inquiry.</summary>
    Un,

    /// <summary>Courts and their investigators.</summary>
    Justice,

    /// <summary>Humanitarian organisations.</summary>
    Humanitarian,

    /// <summary>The authorities of the host state.</summary>
    HostState,

    /// <summary>Everybody: what is published.</summary>
    Public,
}

/// <summary>The audiences by name, and their words; see the resource beside it.</summary>
public static class Audiences
{
    private static readonly ResourceManager Texts = new(typeof(Audiences));

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<Audience> All { get; } = Enum.GetValues<Audience>();

    /// <summary>The name that addresses, forms and the database have: <c>host_state</c>.</summary>
    public static string NameOf(Audience audience) => JsonNamingPolicy.SnakeCaseLower.ConvertName(audience.ToString());

    /// <returns>Null when there is none of that name.</returns>
    public static Audience? Find(string? name) => All.Cast<Audience?>().FirstOrDefault(a => NameOf(a!.Value) == name);

    /// <summary>In the reader's language.</summary>
    public static string Words(Audience audience, CultureInfo? culture = null) =>
        Texts.GetString(NameOf(audience), culture ?? CultureInfo.CurrentUICulture) ?? NameOf(audience);
}
