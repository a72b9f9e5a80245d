using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Incidents;

/// <summary>A form that is being written, kept on the server until it is saved or dropped.</summary>
/// <param name="Number">Of the incident that is edited; null: a new one.</param>
/// <param name="At">When it was kept last.</param>
public sealed record Draft(IncidentForm Form, long? Number, DateTimeOffset At);

/// <summary>Keeps drafts: each sealed under the keys of the installation, for its writer alone, and never in a browser.</summary>
/// <remarks>
/// A draft is no report and no incident: it is in no list, figure, export or history. A person has at most
/// <see cref="Most"/>, the oldest goes first, and none is older than <see cref="Life"/>.
/// </remarks>
internal sealed class Drafts(Database database, IDataProtectionProvider protection, TimeProvider clock)
{
    public const int Most = 20;
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);
    private const int LongestText = 300_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/draft").Needs(Permission.Write);
        pages.MapPost("", KeepSentAsync).WithFormOptions(valueCountLimit: 4096);
        pages.MapPost("/drop", DropSentAsync).WithFormOptions(valueCountLimit: 4096);
    }

    private static async Task<IResult> KeepSentAsync(
        HttpContext http,
        Drafts drafts,
        Database database,
        Foundation.Design.Installation house,
        Microsoft.Extensions.Localization.IStringLocalizer<IncidentsText> text,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var sent = await http.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(sent["id"], out var id))
        {
            throw RecordProblems.FormStale().Raise();
        }
        long? number = null;
        if (sent["number"].ToString() is { Length: > 0 } reference)
        {
            await using var c = await database.OpenAsync(ct);
            id =
                await IncidentFinder.FindAsync(c, database.Engine, reference, caller)
                ?? throw RecordProblems.IncidentUnknown(reference).Raise();
            number = IncidentSummary.NumberOf(reference);
        }
        var at = await drafts.KeepAsync(IncidentForm.Read(sent, id), number, caller, ct);
        return Results.Text(text["DraftKept", house.Both(at, System.Globalization.CultureInfo.CurrentUICulture)].Value);
    }

    private static async Task<IResult> DropSentAsync(HttpContext http, Drafts drafts, CancellationToken ct)
    {
        var sent = await http.Request.ReadFormAsync(ct);
        if (Guid.TryParse(sent["id"], out var id))
        {
            await drafts.DropAsync(id, Caller.Of(http)!, ct);
        }
        return Results.LocalRedirect(
            IncidentSummary.NumberOf(sent["number"].ToString()) is { } number
                ? $"/incidents/{IncidentSummary.ReferenceOf(number)}/edit"
                : "/incidents/new"
        );
    }

    /// <summary>Keeps the form as it is now in place of its draft so far.</summary>
    /// <exception cref="ProblemException">It is too long.</exception>
    public async Task<DateTimeOffset> KeepAsync(IncidentForm form, long? number, Caller caller, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(
            new Content(number, form.Version, form.Fields, form.Parties, form.Acts, form.Victims, form.Casualties)
        );
        if (text.Length > LongestText)
        {
            throw RecordProblems.TextTooLong(text.Length, LongestText).Raise();
        }
        var sealedText = Seal(caller, form.Id).Protect(System.Text.Encoding.UTF8.GetBytes(text));
        return await database.WriteAsync(
            async tx =>
            {
                await tx.ExecuteAsync("DELETE FROM draft WHERE at < @Oldest", new { Oldest = tx.Now - Life });
                await tx.ExecuteAsync(
                    """
                    INSERT INTO draft (user_id, form_key, at, sealed) VALUES (@Id, @key, @Now, @sealedText)
                    ON CONFLICT (user_id, form_key) DO UPDATE SET at = excluded.at, sealed = excluded.sealed
                    """,
                    new
                    {
                        caller.Id,
                        key = form.Id.ToString(),
                        tx.Now,
                        sealedText,
                    }
                );
                await tx.ExecuteAsync(
                    """
                    DELETE FROM draft WHERE user_id = @Id AND form_key NOT IN
                      (SELECT form_key FROM draft WHERE user_id = @Id ORDER BY at DESC LIMIT @Most)
                    """,
                    new { caller.Id, Most }
                );
                return tx.Now;
            },
            ct
        );
    }

    /// <summary>Of one incident, or of new ones; the newest first. What can no longer be opened is left out.</summary>
    public async Task<IReadOnlyList<Draft>> OfAsync(Guid? incident, Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<Row>(
            "SELECT form_key, at, sealed FROM draft WHERE user_id = @Id AND at >= @Oldest ORDER BY at DESC",
            new { caller.Id, Oldest = clock.GetUtcNow() - Life }
        );
        return
        [
            .. rows.Where(r => incident is null || r.FormKey == incident.ToString())
                .Select(r => Open(r, caller))
                .OfType<Draft>()
                .Where(d => incident is not null || d.Number is null),
        ];
    }

    public Task DropAsync(Guid form, Caller caller, CancellationToken ct) =>
        database.WriteAsync(tx => DropAsync(tx, form, caller), ct);

    /// <summary>In the transaction that saves the form.</summary>
    public static Task DropAsync(WriteScope tx, Guid form, Caller caller) =>
        tx.ExecuteAsync(
            "DELETE FROM draft WHERE user_id = @Id AND form_key = @key",
            new { caller.Id, key = form.ToString() }
        );

    private Draft? Open(Row row, Caller caller)
    {
        var id = Guid.Parse(row.FormKey);
        try
        {
            var content = JsonSerializer.Deserialize<Content>(Seal(caller, id).Unprotect(row.Sealed))!;
            return new Draft(
                new IncidentForm
                {
                    Id = id,
                    Version = content.Version,
                    Fields = new(content.Fields, StringComparer.Ordinal),
                    Parties = content.Parties,
                    Acts = content.Acts,
                    Victims = content.Victims,
                    Casualties = content.Casualties,
                },
                content.Number,
                row.At
            );
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Its key is gone, as after a restore without keys: nobody can read it any more.
            return null;
        }
    }

    private IDataProtector Seal(Caller caller, Guid form) =>
        protection.CreateProtector("draft", caller.Id, form.ToString());

    private sealed record Content(
        long? Number,
        int Version,
        Dictionary<string, string> Fields,
        List<Dictionary<string, string>> Parties,
        List<Dictionary<string, string>> Acts,
        List<Dictionary<string, string>> Victims,
        List<Dictionary<string, string>> Casualties
    );

    private sealed class Row
    {
        public string FormKey { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public byte[] Sealed { get; init; } = [];
    }
}
