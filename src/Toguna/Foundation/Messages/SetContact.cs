using System.Globalization;
using System.Net.Mail;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>The page <c>/account/contact</c>: how somebody wants to be told outside of the program.</summary>
/// <remarks>Not for those who only report: nothing is sent to them, so nothing of theirs is asked for.</remarks>
internal static class SetContact
{
    public static readonly IReadOnlyList<string> Fields =
    [
        "email",
        "phone",
        "by_email",
        "by_sms",
        "quiet_from",
        "quiet_to",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/contact", OpenAsync).Needs(Permission.Read);
        routes.MapPost("/account/contact", KeepAsync).Needs(Permission.Read);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        Database database,
        SealedFields sealing,
        CancellationToken ct
    )
    {
        var user = Guid.Parse(Caller.Of(http)!.Id);
        await using var c = await database.OpenAsync(ct);
        var row = await c.QuerySingleOrDefaultAsync<(bool ByEmail, bool BySms, string? From, string? To)>(
            "SELECT by_email, by_sms, quiet_from, quiet_to FROM contact WHERE user_id = @user",
            new { user }
        );
        return Page(
            new Dictionary<string, string>
            {
                ["email"] = await Contacts.AddressAsync(c, database.Engine, sealing, user, Channel.Email) ?? "",
                ["phone"] = await Contacts.AddressAsync(c, database.Engine, sealing, user, Channel.Sms) ?? "",
                ["by_email"] = row.ByEmail ? "1" : "",
                ["by_sms"] = row.BySms ? "1" : "",
                ["quiet_from"] = row.From ?? "",
                ["quiet_to"] = row.To ?? "",
            },
            []
        );
    }

    private static async Task<IResult> KeepAsync(
        IFormCollection form,
        HttpContext http,
        Database database,
        SealedFields sealing,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var typed = form.Typed(Fields);
        var problems = Refuse(typed);
        if (problems.Count > 0)
        {
            return Page(typed, problems);
        }
        var user = Guid.Parse(Caller.Of(http)!.Id);
        await database.WriteAsync(
            async tx =>
            {
                var email = await SealedAsync(tx, sealing, Contacts.Email, user, typed["email"]);
                var phone = await SealedAsync(
                    tx,
                    sealing,
                    Contacts.Phone,
                    user,
                    PhoneNumber.Read(typed["phone"]) ?? ""
                );
                await tx.ExecuteAsync("DELETE FROM contact WHERE user_id = @user", new { user });
                await tx.ExecuteAsync(
                    """
                    INSERT INTO contact (user_id, email_sealed, phone_sealed, by_email, by_sms, quiet_from, quiet_to, language, changed_at)
                    VALUES (@user, @email, @phone, @ByEmail, @BySms, @From, @To, @Language, @Now)
                    """,
                    new
                    {
                        user,
                        email,
                        phone,
                        ByEmail = typed["by_email"].Length > 0,
                        BySms = typed["by_sms"].Length > 0,
                        From = Hour(typed["quiet_from"]),
                        To = Hour(typed["quiet_to"]),
                        Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                        tx.Now,
                    }
                );
                // That it was set, and by what; never to what.
                await audit.AppendAsync(
                    tx,
                    user.ToString(),
                    "contact.set",
                    $"user:{user}",
                    new { email = email is not null, phone = phone is not null }
                );
            },
            ct
        );
        return Results.LocalRedirect("/account");
    }

    /// <summary>What is wrong with it; empty: nothing.</summary>
    internal static IReadOnlyList<Problem> Refuse(IReadOnlyDictionary<string, string> typed)
    {
        var (from, to) = (typed["quiet_from"], typed["quiet_to"]);
        IEnumerable<Problem?> problems =
        [
            typed["email"].Length > 0 && (typed["email"].Length > 254 || !MailAddress.TryCreate(typed["email"], out _))
                ? MessagesProblems.NotAMailbox(typed["email"]).At("email")
                : null,
            typed["phone"].Length > 0 && PhoneNumber.Read(typed["phone"]) is null
                ? MessagesProblems.NotAPhone(typed["phone"]).At("phone")
                : null,
            typed["by_email"].Length > 0 && typed["email"].Length == 0
                ? MessagesProblems.ChosenWithout().At("email")
                : null,
            typed["by_sms"].Length > 0 && typed["phone"].Length == 0
                ? MessagesProblems.ChosenWithout().At("phone")
                : null,
            from.Length > 0 && WrittenTime.Hour(from) is null
                ? MessagesProblems.NotAnHour(from).At("quiet_from")
                : null,
            to.Length > 0 && WrittenTime.Hour(to) is null ? MessagesProblems.NotAnHour(to).At("quiet_to") : null,
            (from.Length > 0) != (to.Length > 0) || (from.Length > 0 && from == to)
                ? MessagesProblems.QuietHalf().At("quiet_to")
                : null,
        ];
        return [.. problems.OfType<Problem>()];
    }

    private static async Task<byte[]?> SealedAsync(
        WriteScope tx,
        SealedFields sealing,
        SealedColumn column,
        Guid user,
        string text
    ) => text.Length == 0 ? null : (await sealing.SealAsync(tx, column, user, user, text)).Text;

    private static string? Hour(string typed) => typed.Length == 0 ? null : typed;

    private static IResult Page(IReadOnlyDictionary<string, string> typed, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<ContactPage>(new { Typed = typed, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
}
