using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Record.Incidents;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The comparison of a form with what somebody else changed: laws for any three forms, and the cases that matter by hand.</summary>
public sealed class FormMergeTests
{
    private static readonly string[] Ids =
    [
        .. Enumerable.Range(1, 4).Select(n => $"00000000-0000-7000-8000-00000000000{n}"),
    ];

    [Fact]
    public void Where_nothing_was_typed_what_is_there_now_stands() =>
        ForAll(
            (opened, theirs, _) =>
            {
                var merge = FormMerge.Of(opened, theirs, Copy(opened));
                return merge.Conflicts.Count == 0 && Says(merge.Offered) == Says(theirs);
            }
        );

    [Fact]
    public void Where_nobody_else_changed_anything_what_was_typed_stands() =>
        ForAll(
            (opened, _, mine) =>
            {
                var merge = FormMerge.Of(opened, Copy(opened), mine);
                return merge.Conflicts.Count == 0 && merge.Taken.Count == 0 && Says(merge.Offered) == Says(mine);
            }
        );

    [Fact]
    public void Equal_changes_are_no_conflict() =>
        ForAll(
            (opened, theirs, _) =>
            {
                var merge = FormMerge.Of(opened, theirs, Copy(theirs));
                return merge.Conflicts.Count == 0 && merge.Taken.Count == 0 && Says(merge.Offered) == Says(theirs);
            }
        );

    [Fact]
    public void Choosing_mine_everywhere_keeps_all_that_was_typed_and_theirs_all_that_is_there() =>
        ForAll(
            (opened, theirs, mine) =>
            {
                var merge = FormMerge.Of(opened, theirs, mine);
                var all = FormMerge.Of(opened, theirs, mine, _ => "mine");
                var none = FormMerge.Of(opened, theirs, mine, _ => "theirs");
                return all.Conflicts.Count == 0
                    && none.Conflicts.Count == 0
                    && merge.All.All(c => Holds(all.Offered, c, c.Mine) && Holds(none.Offered, c, c.Theirs));
            }
        );

    [Fact]
    public void Two_ways_mine_everywhere_is_mine_and_theirs_everywhere_is_theirs() =>
        ForAll(
            (_, theirs, mine) =>
                Says(FormMerge.Of(null, theirs, mine, _ => "mine").Offered) == Says(mine)
                && Says(FormMerge.Of(null, theirs, mine, _ => "theirs").Offered) == Says(theirs)
        );

    [Fact]
    public void Nothing_typed_is_lost() =>
        ForAll(
            (opened, theirs, mine) =>
            {
                var merge = FormMerge.Of(opened, theirs, mine);
                var there = Cells(merge.Offered).ToHashSet(StringComparer.Ordinal);
                var was = Cells(opened).ToHashSet(StringComparer.Ordinal);
                // What was typed: cells that are not as they were when the form was opened.
                return Cells(mine)
                    .Where(c => !was.Contains(c) && !c.Contains(".id=", StringComparison.Ordinal))
                    .All(there.Contains);
            }
        );

    [Fact]
    public void Compared_again_after_it_was_seen_only_what_is_not_chosen_is_left() =>
        ForAll(
            (opened, theirs, mine) =>
            {
                var first = FormMerge.Of(opened, theirs, mine);
                var again = FormMerge.Of(opened, theirs, Copy(first.Offered), seen: true);
                return again.Conflicts.Select(c => c.Key).SequenceEqual(first.Conflicts.Select(c => c.Key))
                    && Says(again.Offered) == Says(first.Offered)
                    && again.Taken.Count == 0;
            }
        );

    [Fact]
    public void What_one_side_changed_is_taken_and_what_both_changed_is_to_be_chosen()
    {
        var opened = Form(("title", "Raid"), ("country", "Tanvara"), ("note", "one\ntwo"));
        var theirs = Copy(opened);
        theirs.Fields["title"] = "Attack";
        theirs.Fields["country"] = "Velna";
        var mine = Copy(opened);
        mine.Fields["title"] = "Ambush";
        mine.Fields["adm1"] = "Oumri";
        mine.Fields["note"] = "one\r\ntwo";
        var merge = FormMerge.Of(opened, theirs, mine);
        merge.Taken.ShouldHaveSingleItem().Unit.ShouldBe("country");
        var conflict = merge.Conflicts.ShouldHaveSingleItem();
        (conflict.Key, conflict.Theirs!["title"], conflict.Mine!["title"]).ShouldBe(("title", "Attack", "Ambush"));
        (merge.Offered["title"], merge.Offered["country"], merge.Offered["adm1"]).ShouldBe(
            ("Ambush", "Velna", "Oumri")
        );
    }

    [Fact]
    public void Of_two_counts_no_third_is_made()
    {
        var opened = Form();
        opened.Casualties.Add(
            new()
            {
                ["id"] = Ids[0],
                ["outcome"] = "killed",
                ["min"] = "12",
                ["best"] = "11",
            }
        );
        var theirs = Copy(opened);
        theirs.Casualties[0]["min"] = "9";
        var mine = Copy(opened);
        mine.Casualties[0]["best"] = "14";
        var merge = FormMerge.Of(opened, theirs, mine);
        merge.Conflicts.ShouldHaveSingleItem().Unit.ShouldBe("count");
        var chosen = FormMerge.Of(opened, theirs, mine, _ => "theirs").Offered.Casualties[0];
        (chosen["min"], chosen["best"]).ShouldBe(("9", "11"));
    }

    [Fact]
    public void A_row_that_one_took_away_and_the_other_changed_is_to_be_chosen()
    {
        var opened = Form();
        opened.Victims.Add(new() { ["id"] = Ids[0], ["description"] = "traders" });
        opened.Victims.Add(new() { ["id"] = Ids[1], ["description"] = "herders" });
        var theirs = Copy(opened);
        theirs.Victims.RemoveAt(0);
        var mine = Copy(opened);
        mine.Victims[0]["best"] = "4";
        mine.Victims.RemoveAt(1);
        theirs.Victims[0]["best"] = "6";
        var merge = FormMerge.Of(opened, theirs, mine);
        merge.Conflicts.Count.ShouldBe(2);
        merge.Offered.Victims.ShouldHaveSingleItem()["description"].ShouldBe("traders");
        FormMerge.Of(opened, theirs, mine, _ => "theirs").Offered.Victims.ShouldHaveSingleItem()["best"].ShouldBe("6");
    }

    private static void ForAll(Func<IncidentForm, IncidentForm, IncidentForm, bool> law) =>
        Prop.ForAll(Gen.Three(Forms()).ToArbitrary(), t => law(t.Item1, t.Item2, t.Item3)).QuickCheckThrowOnFailure();

    private static Gen<IncidentForm> Forms()
    {
        var text = Gen.Elements("", "a", "b", "two words");
        var rows =
            from ids in Gen.SubListOf(Ids)
            from cells in Gen.ArrayOf(text, 16)
            select ids.Select((id, n) => (id, cells: cells.Skip(n * 4).Take(4).ToArray())).ToList();
        return from fields in Gen.ArrayOf(text, 15)
            from acts in rows
            from victims in rows
            from casualties in rows
            from parties in Gen.SubListOf("Front", "Militia", "Guard")
            from added in text
            select Make(fields, acts, victims, casualties, parties, added);
    }

    private static IncidentForm Make(
        string[] fields,
        List<(string Id, string[] Cells)> acts,
        List<(string Id, string[] Cells)> victims,
        List<(string Id, string[] Cells)> casualties,
        IEnumerable<string> parties,
        string added
    )
    {
        var form = Form();
        var names = FormMerge.Units[""].SelectMany(u => u.Fields).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            form.Fields[names[i]] = fields[i % fields.Length];
        }
        form.Acts.AddRange(acts.Select(r => Row(r, "kind", "target", "by", "grade")));
        form.Victims.AddRange(victims.Select(r => Row(r, "description", "sex", "min", "best")));
        form.Casualties.AddRange(casualties.Select(r => Row(r, "outcome", "status", "best", "max")));
        form.Parties.AddRange(
            parties.Select(p => new Dictionary<string, string> { ["role"] = "side_a", ["name"] = p })
        );
        if (added.Length > 0)
        {
            form.Parties.Add(new() { ["role"] = "side_b", ["name"] = added });
        }
        return form;
    }

    private static Dictionary<string, string> Row((string Id, string[] Cells) row, params string[] names) =>
        names.Zip(row.Cells).Append(("id", row.Id)).ToDictionary(c => c.Item1, c => c.Item2);

    private static IncidentForm Form(params (string Field, string Value)[] fields) =>
        new()
        {
            Id = Guid.Parse(Ids[0]),
            Version = 1,
            Fields = fields.ToDictionary(f => f.Field, f => f.Value),
        };

    private static IncidentForm Copy(IncidentForm form)
    {
        var copy = new IncidentForm
        {
            Id = form.Id,
            Version = form.Version,
            Fields = new(form.Fields),
        };
        foreach (var ((_, from), (_, to)) in form.Tables.Zip(copy.Tables))
        {
            to.AddRange(from.Select(r => new Dictionary<string, string>(r)));
        }
        return copy;
    }

    private static IEnumerable<string> Cells(IncidentForm form) =>
        Units(form).SelectMany(u => u.Cells.Select(c => $"{u.Table}.{c}"));

    /// <summary>All that a form says, whatever the order of its rows and however it writes nothing.</summary>
    private static string Says(IncidentForm form) =>
        string.Join(
            "\n",
            Units(form).Select(u => $"{u.Table}: {string.Join("|", u.Cells)}").Order(StringComparer.Ordinal)
        );

    private static IEnumerable<(string Table, string[] Cells)> Units(IncidentForm form) =>
        form
            .Tables.SelectMany(t => t.Rows.Select(r => (t.Name, Row: r)))
            .Append(("", form.Fields))
            .Select(t =>
                (
                    t.Item1,
                    FormMerge
                        .Units[t.Item1]
                        .SelectMany(u => u.Fields)
                        .Append("id")
                        .Select(f => f + "=" + t.Item2.GetValueOrDefault(f, "").ReplaceLineEndings("\n").Trim())
                        .Where(c => !c.EndsWith('='))
                        .ToArray()
                )
            );

    private static bool Holds(IncidentForm form, FormConflict conflict, IReadOnlyDictionary<string, string>? cells)
    {
        var id = (conflict.Mine ?? conflict.Theirs)!.GetValueOrDefault("id", "");
        var row =
            conflict.Table.Length == 0
                ? form.Fields
                : form.Tables.First(t => t.Name == conflict.Table).Rows.Find(r => r.GetValueOrDefault("id", "") == id);
        return cells is null
            ? row is null
            : row is not null
                && FormMerge
                    .Units[conflict.Table]
                    .Where(u => conflict.Unit.Length == 0 || u.Unit == conflict.Unit)
                    .SelectMany(u => u.Fields)
                    .All(f => row.GetValueOrDefault(f, "") == cells.GetValueOrDefault(f, ""));
    }
}
