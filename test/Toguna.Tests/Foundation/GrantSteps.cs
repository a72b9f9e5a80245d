using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;

namespace Toguna.Tests.Foundation;

/// <summary>Lets people into compartments as the page does.</summary>
internal static class GrantSteps
{
    public const string Page = "/administration/access";

    public static string Day(DateTimeOffset now, int days) =>
        now.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Id of the account that is signed in, by the name that its own page shows.</summary>
    public static async Task<Guid> IdOfAsync(this TestApp desk, HttpClient client)
    {
        var name = (await client.PageAsync("/account")).QuerySelector(".roof__who a.long")!.TextContent;
        await using var c = await desk.Database.OpenAsync();
        return await c.QuerySingleAsync<Guid>(
            """SELECT "Id" FROM user_account WHERE "UserName" = @name""",
            new { name }
        );
    }

    /// <param name="what">Id of a compartment, or <c>clearance:2</c>.</param>
    public static Task<HttpResponseMessage> GrantAsync(
        this HttpClient client,
        Guid user,
        string what,
        string? until = null,
        string reason = nameof(GrantReason.CaseWork)
    ) =>
        client.PostFormAsync(
            Page,
            new()
            {
                ["user"] = user.ToString(),
                ["what"] = what,
                ["until"] = until ?? Day(TimeProvider.System.GetUtcNow(), 30),
                ["reason"] = reason,
            }
        );
}
