using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>Which answer counts: worked out by hand, and said by the list in memory and by both databases.</summary>
public sealed class ConsentRuleTests
{
    /// <summary>What was said, the oldest first, and what that allows un, justice, humanitarian, host_state, public: yes, no, never spoken of.</summary>
    private static readonly (string Said, string Allows)[] Cases =
    [
        ("", "?????"),
        ("all-", "-----"),
        ("all+", "+++++"),
        ("all+ all-", "-----"),
        ("all- all+", "+++++"),
        ("un+", "+????"),
        ("un+ un-", "-????"),
        ("all+ un-", "-++++"),
        ("un- all+", "-++++"),
        ("all- un+", "+----"),
        ("un+ all-", "+----"),
        ("un- un+ host_state- all+", "+++-+"),
        ("all+ public- justice- justice+ humanitarian-", "++-+-"),
        // What is said of use inside says nothing of use outside.
        ("inside+", "?????"),
        ("all- inside+", "-----"),
    ];

    [Fact]
    public void The_newest_answer_for_the_audience_counts_else_the_newest_for_everybody()
    {
        foreach (var (said, allows) in Cases)
        {
            var lines = Answers(said)
                .Select(a => new ConsentLine
                {
                    Use = a.Use,
                    Given = a.Given,
                    Audience = a.Audience is { } one ? Audiences.NameOf(one) : "",
                })
                .Reverse()
                .ToList();
            Signs(a => ConsentRule.Answer(lines, Consents.ShareOutside, a)?.Given).ShouldBe(allows, said);
        }
    }

    [Theory, BothEngines]
    public async Task The_database_says_the_same(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var consents = app.Services.GetRequiredService<Consents>();
        foreach (var (said, allows) in Cases)
        {
            var of = new ConsentOf(SealedSources.Kind, Guid.CreateVersion7());
            foreach (var answer in Answers(said))
            {
                await app.Database.WriteAsync(tx => consents.NoteAsync(tx, of, [answer], "system"));
            }
            await using var c = await app.Database.OpenAsync();
            var found = new Dictionary<Audience, bool?>();
            foreach (var audience in Audiences.All)
            {
                var sql = ConsentRule.Sql(SealedSources.Kind, "@Subject", Release.Outside(audience));
                found[audience] = await c.ExecuteScalarAsync<long?>(
                    "SELECT " + sql,
                    new { of.Subject, yes = true }
                ) switch
                {
                    null => null,
                    var given => given == 1,
                };
            }
            Signs(a => found[a]).ShouldBe(allows, said);
        }
    }

    [Fact]
    public void A_withdrawal_from_everybody_leaves_no_single_audience_that_nobody_thought_of()
    {
        ReadAfter("un+ host_state-", ("share_outside", "no")).ShouldBe("share_outside=no share_outside.un=no");
        ReadAfter("un+", ("share_outside", "no"), ("share_outside.un", "yes"))
            .ShouldBe("share_outside=no share_outside.un=yes");
        ReadAfter("un+ un-", ("share_outside", "no")).ShouldBe("share_outside=no");
        ReadAfter("un-", ("share_outside", "yes")).ShouldBe("share_outside=yes");
        ReadAfter("all+ un+", ("share_inside", "no")).ShouldBe("share_inside=no");
    }

    private static string ReadAfter(string said, params (string Field, string Value)[] typed)
    {
        var before = Answers(said)
            .Select(a => new ConsentLine
            {
                Use = a.Use,
                Given = a.Given,
                Audience = a.Audience is { } one ? Audiences.NameOf(one) : "",
            })
            .Reverse()
            .ToList();
        var form = new Microsoft.AspNetCore.Http.FormCollection(
            typed.ToDictionary(t => t.Field, t => new Microsoft.Extensions.Primitives.StringValues(t.Value))
        );
        var (answers, problem) = ConsentAnswer.Read(form, before);
        problem.ShouldBeNull();
        return string.Join(' ', answers.Select(a => $"{a.Key}={(a.Given ? "yes" : "no")}"));
    }

    private static List<ConsentAnswer> Answers(string said) =>
        [
            .. said.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                    (word[..^1], word[^1] == '+') switch
                    {
                        ("all", var given) => new ConsentAnswer(Consents.ShareOutside, given),
                        ("inside", var given) => new ConsentAnswer(Consents.ShareInside, given),
                        var (name, given) => new ConsentAnswer(
                            Consents.ShareOutside,
                            given,
                            Audiences.Find(name)!.Value
                        ),
                    }
                ),
        ];

    private static string Signs(Func<Audience, bool?> allows) =>
        string.Concat(
            Audiences.All.Select(a =>
                allows(a) switch
                {
                    true => '+',
                    false => '-',
                    null => '?',
                }
            )
        );
}
