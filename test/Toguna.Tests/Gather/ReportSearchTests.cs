using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>Messages by their words: the same on both engines, and never what the reader may not read.</summary>
public sealed class ReportSearchTests
{
    private static readonly string[] Texts =
    [
        "Des hommes armés ont attaqué le marché d’Issoumbré à l’aube.",
        "Herders were attacked near the well; two villages burned.",
        "Attaques répétées : trois bergers tués, le chef est-il mort ?",
        "اشتباك في السُّوق 𞤊𞤵𞤤𞤬𞤵𞤤𞤣𞤫",
        "The convoy OR its 12 tankers did NOT pass bridge_2, NEAR Gao's gate. words:none",
    ];

    /// <summary>A search and the messages it finds; the same for both engines, so that they agree.</summary>
    private static readonly (string Search, string Found)[] Table =
    [
        ("attaqués", "1 3"),
        ("ATTAQUER", "1 3"),
        ("attacks", "2"),
        ("herder", "2"),
        ("burning village", "2"),
        ("tué", "3"),
        ("berger", "3"),
        ("issoumbre", "1"),
        ("Issoumbré", "1"),
        ("issoum", "1"),
        ("is", ""),
        ("issoum attaque", ""),
        ("issoum ", "1"),
        ("issoum.", ""),
        ("attaque issoum", "1"),
        ("l'aube", "1"),
        ("attaque -issoumbré", "3"),
        ("attaque -issoumbré -tué", ""),
        ("well -issoumbré", "2"),
        ("-attaque", "1 3"),
        ("السوق", "4"),
        ("𞤬𞤵𞤤𞤬", "4"),
        ("𞤬𞤵𞤤𞤬.", ""),
        ("12", "5"),
        ("gao's bridge", "5"),
        ("٢", "5"),
        ("", ""),
        ("  ", ""),
        ("\0", ""),
        ("… !? %", ""),
        ("\"", ""),
        ("''''", ""),
        ("gao\"", "5"),
        ("gao' OR 'x", ""),
        ("\"gao\" OR \"convoy\"", "5"),
        ("gao OR herders", ""),
        ("NOT", "5"),
        ("gao NOT convoy", "5"),
        ("NEAR(gao gate, 2)", "5"),
        ("words:none", "5"),
        ("words : herders", ""),
        ("{words}: gao", "5"),
        ("^gao", "5"),
        ("gao*", "5"),
        ("*", ""),
        ("gao & !convoy", "5"),
        ("gao <-> gate", "5"),
        ("gao:*", "5"),
        ("gao\0gate", "5"),
        ("(gao", "5"),
        ("gao\\", "5"),
        ("%", ""),
        ("g_o", ""),
        ("gao\uD800", "5"),
    ];

    [Theory, BothEngines]
    public async Task Both_engines_find_the_same_whatever_is_typed(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, Texts);
        foreach (var (search, expected) in Table)
        {
            (await FoundAsync(app, search)).ShouldBe(expected, $"searched: {search}");
        }
        (await FoundAsync(app, new string('a', 10_000))).ShouldBe("");
        (await FoundAsync(app, string.Concat(Enumerable.Repeat("gao ", 2_500)))).ShouldBe("5");
        // Words beyond the twelfth are not looked for.
        var many = string.Join(' ', Texts[4].Split(' ').Concat(["herders"]));
        (await FoundAsync(app, many)).ShouldBe("5");
    }

    [Theory, BothEngines]
    public async Task What_is_no_account_is_not_searched_and_the_place_is(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, ["Nothing new."], place: "Puits de Tessit", answers: """{"weapons":"kalashnikov"}""");
        await KeepAsync(app, ["Tessit,kalashnikov"], scheme: "ucdp-ged");
        (await FoundAsync(app, "tessit")).ShouldBe("1");
        (await FoundAsync(app, "kalashnikov")).ShouldBe("");
        (await FoundAsync(app, "weapons")).ShouldBe("");
        var hit = (await SearchAsync(app, "puit", Officer)).Rows.Single();
        hit.Place.Where(p => p.Met).Select(p => p.Text).ShouldBe(["Puits"]);
        hit.Snippet.ShouldBe([new SnippetPart("Nothing new.", false)]);
    }

    [Theory, BothEngines]
    public async Task What_may_not_be_read_is_neither_found_nor_counted(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, ["Raid 1", "Raid 2"]);
        await KeepAsync(app, ["Raid 3"], classification: 2);
        await KeepAsync(app, ["Raid 4"], classification: 2, compartment: Compartments.Mara);
        await KeepAsync(app, ["Raid 5"], source: "AWA", kind: "person");
        await SayAsync(app, "AWA", Consents.ShareInside, true);
        await KeepAsync(app, ["Raid 6"], source: "BEN", kind: "person");
        await SayAsync(app, "BEN", Consents.ShareInside, true);
        await SayAsync(app, "BEN", Consents.ShareInside, false);
        await KeepAsync(app, ["Raid 7"], source: "CIRE", kind: "person");
        await SayAsync(app, "CIRE", Consents.ShareOutside, true);

        (await NumbersAsync(app, Of(Role.Analyst))).ShouldBe("1 2 5");
        (await NumbersAsync(app, Of(Role.Leadership))).ShouldBe("1 2 3 5");
        (await NumbersAsync(app, Of(Role.DutyOfficer))).ShouldBe("1 2 5 6 7");
        (await NumbersAsync(app, Officer)).ShouldBe("1 2 3 5 6 7");
        (await NumbersAsync(app, Officer.For(Release.Inside))).ShouldBe("1 2 3 5");
        (await NumbersAsync(app, Officer.For(Release.Outside(Audience.Un)))).ShouldBe("1 2 3 7");
        (await NumbersAsync(app, Of(Role.Analyst, compartments: Compartments.Mara))).ShouldBe("1 2 4 5");
        (await NumbersAsync(app, Of(Role.FocalPoint, Component.Partner))).ShouldBe("");
        (await NumbersAsync(app, Of(Role.FocalPoint, Component.Partner, Compartments.Mara))).ShouldBe("4");
        (await NumbersAsync(app, Of(Role.Reporter))).ShouldBe("");
        await SayAsync(app, "BEN", Consents.ShareInside, true);
        (await NumbersAsync(app, Of(Role.Analyst))).ShouldBe("1 2 5 6");
    }

    [Theory, BothEngines]
    public async Task The_newest_come_first_page_by_page(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, [.. Enumerable.Range(1, 7).Select(n => $"Patrol {n}")]);
        var pages = new List<string>();
        for (var page = 1; page <= 4; page++)
        {
            var found = await SearchAsync(app, "patrols", Officer, page, 3);
            found.Total.ShouldBe(7);
            pages.Add(string.Join(' ', found.Rows.Select(r => string.Concat(r.Snippet.Select(p => p.Text)))));
        }
        pages.ShouldBe(["Patrol 7 Patrol 6 Patrol 5", "Patrol 4 Patrol 3 Patrol 2", "Patrol 1", ""]);
    }

    [Theory, BothEngines]
    public async Task A_piece_is_cut_where_most_of_the_words_stand(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var far = string.Concat(Enumerable.Repeat("avant-poste 😀 ", 60));
        await KeepAsync(app, [$"Attaque. {far}Les bergers attaqués fuient.{far}"]);
        var parts = (await SearchAsync(app, "attaque berger", Officer)).Rows.Single().Snippet;
        parts.Where(p => p.Met).Select(p => p.Text).ShouldBe(["bergers", "attaqués"]);
        (parts[0].Text, parts[^1].Text).ShouldBe(("…", "…"));
        var whole = string.Concat(parts.Select(p => p.Text));
        whole.Length.ShouldBeInRange(150, 260);
        whole.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
        // Not one word, and the place is the one that is met: cut, but not through a character.
        await KeepAsync(app, ["–" + string.Concat(Enumerable.Repeat("😀", 500))], place: "Kidal");
        var faces = (await SearchAsync(app, "kidal", Officer)).Rows.Single().Snippet;
        faces.Select(p => p.Text).ShouldBe(["–" + string.Concat(Enumerable.Repeat("😀", 119)), "…"]);
    }

    [Theory, BothEngines]
    public async Task An_import_that_is_taken_back_leaves_no_word(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, ["A raid that stays"]);
        var imports = app.Services.GetRequiredService<ImportService>();
        var path = Path.Combine(app.DataFolder, "list.csv");
        await File.WriteAllTextAsync(
            path,
            "id,received,source,channel,text\nR-1,2025-03-06T05:41:00Z,WREN,sms,A raid\nR-2,2025-03-06T05:42:00Z,WREN,sms,More raids\n"
        );
        var id = await imports.QueueAsync("reports", path, "list.csv", null, Caller.CommandLine);
        (await imports.RunAsync(id)).Created.ShouldBe(2);
        (await SearchAsync(app, "raid", Officer)).Total.ShouldBe(3);
        await imports.UndoAsync(id, Caller.CommandLine, false);
        (await SearchAsync(app, "raid", Officer)).Total.ShouldBe(1);
        (await IndexedAsync(app)).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task What_was_here_before_there_was_a_search_is_read_at_the_start(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await KeepAsync(app, [.. Enumerable.Range(1, 2_100).Select(n => $"Village {n}")]);
        await KeepAsync(app, ["Village of a list"], scheme: "ucdp-ged");
        // As a start that was cut off leaves it: some are read and no longer due, some both, and most not at all.
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO report_search_due (report_id) SELECT report_id FROM report
                WHERE scheme IS NULL AND verbatim <> 'Village 7'
                """
            );
            var not = "(SELECT report_id FROM report WHERE verbatim IN ('Village 7', 'Village 8'))";
            if (engine == Engine.Sqlite)
            {
                await tx.ExecuteAsync(
                    $"DELETE FROM report_words WHERE rowid IN (SELECT search_id FROM report_search WHERE report_id NOT IN {not})"
                );
            }
            await tx.ExecuteAsync($"DELETE FROM report_search WHERE report_id NOT IN {not}");
        });
        (await SearchAsync(app, "villages", Officer)).Total.ShouldBe(2);
        await Server.PrepareAsync(app.Services);
        await Server.PrepareAsync(app.Services);
        (await SearchAsync(app, "villages", Officer)).More.ShouldBeTrue();
        (await SearchAsync(app, "8 ", Officer)).Total.ShouldBe(1);
        (await IndexedAsync(app)).ShouldBe(2_100);
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_search_due")).ShouldBe(0);
        if (c is SqliteConnection)
        {
            await c.ExecuteAsync("DELETE FROM report_words WHERE rowid % 2 = 0");
            await c.ExecuteAsync("DELETE FROM report_search WHERE search_id % 2 = 0");
            await c.ExecuteAsync("VACUUM");
            string.Concat((await SearchAsync(app, "1999", Officer)).Rows.Single().Snippet.Select(p => p.Text))
                .ShouldBe("Village 1999");
        }
    }

    [Theory, BothEngines]
    public async Task Common_words_find_the_newest_and_count_what_the_reader_may_read_alone(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var aside = Guid.Parse("00000000-0000-0000-0000-000000000002");
        // From the oldest: 1,200 for all, then 600 of somebody who does not share, 300 strictly confidential, 300 of a compartment.
        await KeepAsync(app, Raids(1, 1_200));
        await SayAsync(app, "QUIET", Consents.ShareInside, false);
        await KeepAsync(app, Raids(1_201, 600), source: "QUIET", kind: "person");
        await KeepAsync(app, Raids(1_801, 300), classification: 2);
        await KeepAsync(app, Raids(2_101, 300), compartment: aside);

        await CountsAsync("raid", Of(Role.Analyst), ReportSearch.MostFound, true, 1_200);
        await CountsAsync("even raid", Of(Role.Analyst), 600, false, 1_200);
        await CountsAsync("even raid", Of(Role.Analyst, null, aside), 750, false, 2_400);
        await CountsAsync("even raid", Of(Role.Researcher), 600, false, 1_200);
        await CountsAsync("even raid", Officer, ReportSearch.MostFound, true, 2_100);
        await CountsAsync("even raid -village", Officer, 0, false, 0);
        // As common among all, as rare as can be among the newest; and the other way round.
        await CountsAsync("first", Of(Role.Analyst), 400, false, 400);
        await KeepAsync(app, [.. Enumerable.Range(2_401, 60).Select(n => $"raid first, village {n}")]);
        await CountsAsync("first", Of(Role.Analyst), 460, false, 2_460);
        await CountsAsync("first even", Of(Role.Analyst), 200, false, 400);

        // The last page by the number in its text: none is left out and none comes twice.
        async Task CountsAsync(string text, Caller caller, int total, bool more, int newest)
        {
            var numbers = new List<int>();
            for (var page = 1; page <= (ReportSearch.MostFound / 100) + 1; page++)
            {
                var found = await SearchAsync(app, text, caller, page, 100);
                (found.Total, found.More).ShouldBe((total, more), text);
                numbers.AddRange(found.Rows.Select(NumberOf));
            }
            numbers.Count.ShouldBe(total, text);
            numbers.Distinct().Count().ShouldBe(total, text);
            (numbers.Count == 0 ? 0 : numbers.Max()).ShouldBe(newest, text);
        }

        static string[] Raids(int from, int count) =>
            [
                .. Enumerable
                    .Range(from, count)
                    .Select(n => $"raid {(n % 2 == 0 ? "even" : "odd")}{(n <= 400 ? " first" : "")}, village {n}"),
            ];

        static int NumberOf(ReportHit hit) =>
            int.Parse(
                string.Concat(hit.Snippet.Select(p => p.Text)).Split(' ')[^1],
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    private static readonly Caller Officer = Of(Role.HumanRightsOfficer);

    private static Caller Of(Role role, Component? component = null, params Guid[] compartments) =>
        new("x", "x", new HashSet<Role> { role }, new Standing(component, 2, 0, compartments.ToHashSet()));

    /// <summary>Keeps messages, one each second.</summary>
    internal static Task KeepAsync(
        TestApp app,
        string[] texts,
        string? place = null,
        string? answers = null,
        string? scheme = null,
        int classification = 0,
        Guid? compartment = null,
        string source = "NODE",
        string kind = "mission"
    ) =>
        app.Database.WriteAsync(async tx =>
        {
            var from = await ReportBook.SourceAsync(tx, source, kind);
            await ReportBook.KeepAsync(
                tx,
                [
                    .. texts.Select(
                        (text, i) =>
                            new NewReport(
                                tx.NewId(),
                                from,
                                "form",
                                scheme,
                                null,
                                null,
                                null,
                                text,
                                ReportBook.FingerprintOf(text),
                                ReceivedAt: tx.Now.AddSeconds(i),
                                Answers: answers,
                                Classification: classification,
                                CompartmentId: compartment,
                                Place: place
                            )
                    ),
                ]
            );
            await tx.ExecuteAsync(
                """
                INSERT INTO triage (report_id, state, urgency, received_at, place_text)
                SELECT report_id, 'open', 4, received_at, @place FROM report
                WHERE report_id NOT IN (SELECT report_id FROM triage)
                """,
                new { place }
            );
        });

    private static async Task SayAsync(TestApp app, string source, string use, bool given)
    {
        var consents = app.Services.GetRequiredService<Consents>();
        await app.Database.WriteAsync(async tx =>
            await consents.NoteAsync(
                tx,
                new ConsentOf(SealedSources.Kind, await ReportBook.SourceAsync(tx, source, "person")),
                new Dictionary<string, bool> { [use] = given },
                "system"
            )
        );
    }

    private static Task<ReportFinds> SearchAsync(
        TestApp app,
        string text,
        Caller caller,
        int page = 1,
        int size = 25
    ) => app.Services.GetRequiredService<ReportSearch>().FindAsync(text, caller, page, size);

    /// <summary>Which of <see cref="Texts"/> are found, or how they end.</summary>
    private static async Task<string> FoundAsync(TestApp app, string search)
    {
        var found = await SearchAsync(app, search, Officer);
        found.Total.ShouldBe(found.Rows.Count, search);
        return string.Join(
            ' ',
            found
                .Rows.Select(r => string.Concat(r.Snippet.Select(p => p.Text)))
                .Select(t => Math.Max(1, Array.IndexOf(Texts, t) + 1))
                .Order()
        );
    }

    private static async Task<string> NumbersAsync(TestApp app, Caller caller)
    {
        var found = await SearchAsync(app, "raid", caller);
        found.Total.ShouldBe(found.Rows.Count);
        return string.Join(' ', found.Rows.Select(r => r.Snippet[^1].Text.Trim()).Order());
    }

    private static async Task<long> IndexedAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        var rows = await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_search");
        if (c is SqliteConnection)
        {
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_words")).ShouldBe(rows);
        }
        return rows;
    }
}
