using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using Dapper;
using Npgsql;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Foundation.Storage.Backups;
using Toguna.Tests.Gather.Intake;
using Toguna.Tests.Gather.Sources;
using Toguna.Tests.Record.Cases;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Foundation.Sealing;

/// <summary>Planted names are looked for in everything that lies on a disk, in every spelling a thief would try.</summary>
public sealed class RawFilesTests
{
    private static readonly string[] Names = ["Tiémoko Wambélé", "Ngolo Zzyzzick Traoré", "+223 99 88 77 66 55"];

    [Theory, BothEngines]
    public async Task No_file_dump_or_backup_holds_a_sealed_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var ids = await app.Services.SealAsync(Names);
        // Everything that could write it down somewhere: reads, searches, refusals, a rotation, a lock's enrolment.
        await app.Services.OpenAsync(Probe.Officer(), [.. ids]);
        await app.Services.FindAsync(Names[0]);
        await app.Services.FindAsync(Names[1] + "x");
        await app.Get<RotateKeys>().RunAsync(Caller.CommandLine);
        await Probe.RefusedAsync(() =>
            app.Services.OpenAsync(new Caller("x", "x", new HashSet<Role>(), Standing.None), [.. ids])
        );
        var backup = Path.Combine(app.DataFolder, "b.toguna");
        await app.Get<Backup>().MakeAsync(backup, Probe.Passphrase, Caller.CommandLine);
        await app.Get<RecoverKeys>()
            .MakeAsync(Path.Combine(app.DataFolder, "r.json"), Probe.Passphrase, Caller.CommandLine);

        var places = Directory
            .EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(app.DataFolder, f), Read);
        foreach (var entry in Unpacked(backup))
        {
            places.Add("backup/" + entry.Name, entry.Bytes);
        }
        if (engine == Engine.Postgres)
        {
            places.Add("pg_dump", await DumpAsync(app.Database.ConnectionString));
        }
        places.Keys.ShouldContain(engine == Engine.Sqlite ? "toguna.db" : "backup/tables/source.copy");
        var found =
            from place in places
            from name in Names
            from spelling in Spellings(name)
            where place.Value.AsSpan().IndexOf(spelling.Bytes) >= 0
            select $"{name} as {spelling.Name} in {place.Key}";
        found.ShouldBeEmpty();

        // The search finds what is there: the ciphertext itself, in every place that must hold it.
        await using var c = await app.Database.OpenAsync();
        var sealedText = (
            await c.ExecuteScalarAsync<byte[]>(
                $"SELECT identity_sealed FROM source WHERE source_id = @id",
                new { id = ids[0] }
            )
        )!;
        places
            .Count(p =>
                p.Value.AsSpan().IndexOf(sealedText) >= 0
                || p.Value.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(sealedText))) >= 0
            )
            .ShouldBeGreaterThanOrEqualTo(2);
    }

    [Theory, BothEngines]
    public async Task No_backup_holds_what_a_reporter_a_witness_or_a_victim_trusted_us_with(Engine engine)
    {
        const string Contact = "+223 71 42 83 90 15";
        const string Wording = "demande la tante Zouléïkha";
        const string Notes = "Elle a vu le camion vert de Bandjougou.";
        const string Victim = "Fanta Qorobalé";
        const string Text = "Des motos aux puits de Tolmé.";
        await using var app = await TestApp.StartAsync(engine);
        using var reporter = await app.AsAsync(Role.Reporter);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var stranger = app.Stranger();
        (string, string)[] said =
        [
            ("text", Text),
            ("call", "message"),
            ("address", Contact),
            ("wording", Wording),
            ("receipt", "1"),
            ("inside", "1"),
        ];
        // Refused first, then kept, then sent with an invitation, and asked after.
        (await Sending.ReportAsync(reporter, [.. said, ("day", "32")], Photo.Bytes())).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var receipt = (await (await Sending.ReportAsync(reporter, said, Photo.Bytes())).ReceiptAsync())!;
        (await stranger.PostFormAsync("/status", new() { ["code"] = receipt })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var source = await duty.MakeAsync("WREN-03");
        var invitation = (
            await (await duty.SendAsync(source, "invitations", ("uses", "2"), ("days", "9"))).DocumentAsync()
        )
            .QuerySelector(".msg--ok code")!
            .TextContent;
        var entered = await (
            await stranger.PostFormAsync("/tell", new() { ["invitation"] = invitation })
        ).DocumentAsync();
        var form = entered
            .QuerySelectorAll("main form[data-report] input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        foreach (var (field, value) in said)
        {
            form[field] = value;
        }
        (form["kind"], form["where"]) = ("danger", "Tolmé");
        var second = (await (await Sending.SendAsync(stranger, form, "/tell/send", Photo.Bytes())).ReceiptAsync())!;

        // Somebody asks the reporter, opens the original, seals the name of a victim, and keeps and reads an interview.
        var report = (await officer.PageAsync("/triage")).QuerySelector("main table tbody th a")!.GetAttribute("href")!;
        var ask = (await officer.PageAsync(report))
            .QuerySelectorAll("form[data-decide] input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        (ask["do"], ask["exposes"]) = ("ask", "no");
        var asked = await officer.PostAsync(report, new FormUrlEncodedContent(ask));
        (await asked.DocumentAsync()).Body!.TextContent.ShouldContain(Contact);
        await using var c = await app.Database.OpenAsync();
        var photo = await c.QueryFirstAsync<Guid>("SELECT attachment_id FROM attachment");
        var original = await officer.PostFormAsync(
            report,
            new() { ["purpose"] = "Verification" },
            $"/attachments/{photo}/original"
        );
        (await original.Content.ReadAsByteArrayAsync()).ShouldBe(Photo.Bytes());
        var incident = await RecordAsync(officer, ("victim.0.description", "trader"), ("victim.0.best", "1"));
        var seal = (await officer.PageAsync(incident)).QuerySelector("#victims form")!.GetAttribute("action")!;
        await officer.PostFormAsync(incident, new() { ["name"] = Victim }, seal);
        await officer.PostFormAsync("/cases/find", new() { ["name"] = Victim, ["purpose"] = "Matching" });
        var file = await CaseSteps.OpenCaseAsync(officer);
        var held = await officer.PostFormAsync(
            file + "/interviews/new",
            new()
            {
                ["who"] = "source",
                ["source"] = (await officer.PageAsync(source)).QuerySelector("h1")!.TextContent.Trim(),
                ["held_on"] = "2026-03-12",
                ["notes"] = Notes,
            }
        );
        held.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var read = (await officer.PageAsync(file)).QuerySelector("#interviews form")!.GetAttribute("action")!;
        (await (await officer.PostFormAsync(file, new() { ["purpose"] = "Protection" }, read)).DocumentAsync())
            .QuerySelector("#interviews pre")!
            .TextContent.ShouldBe(Notes);

        var backup = Path.Combine(app.DataFolder, "b.toguna");
        await app.Get<Backup>().MakeAsync(backup, Probe.Passphrase, Caller.CommandLine);
        var places = Unpacked(backup).ToDictionary(e => "backup/" + e.Name, e => e.Bytes);
        places.Add("backup", Read(backup));
        foreach (var lying in Directory.EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories))
        {
            places.TryAdd(Path.GetRelativePath(app.DataFolder, lying), Read(lying));
        }
        string[] planted =
        [
            Contact,
            Contact.Replace(" ", "", StringComparison.Ordinal),
            Wording,
            Notes,
            Victim,
            "camera-serial-7781",
            "taken by Moussa",
            "Moussa-de-Tolmé",
            .. new[] { receipt, second, invitation }.SelectMany(code =>
                new[] { code, code.Replace("-", "", StringComparison.Ordinal) }
            ),
        ];
        planted.ShouldAllBe(p => p.Length > 8);
        (
            from place in places
            from name in planted
            from spelling in Spellings(name)
            where place.Value.AsSpan().IndexOf(spelling.Bytes) >= 0
            select $"{name} as {spelling.Name} in {place.Key}"
        ).ShouldBeEmpty();

        // The search finds what stands there in clear, as it must: the account itself, on either engine.
        places
            .Where(p => p.Key.StartsWith("backup/", StringComparison.Ordinal))
            .Count(p => p.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Text)) >= 0)
            .ShouldBeGreaterThanOrEqualTo(1);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM attachment")).ShouldBe(2);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report_contact")).ShouldBe(2);
    }

    [Fact]
    public void A_planted_name_is_found_in_every_spelling()
    {
        foreach (var spelling in Spellings(Names[0]))
        {
            byte[] place = [1, 2, .. spelling.Bytes, 3];
            place.AsSpan().IndexOf(spelling.Bytes).ShouldBe(2, spelling.Name);
        }
        var inBase64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + Names[0] + " ")));
        Spellings(Names[0]).Any(s => inBase64.AsSpan().IndexOf(s.Bytes) >= 0).ShouldBeTrue();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Spellings(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        yield return ("UTF-8", utf8);
        yield return ("folded", Encoding.UTF8.GetBytes(Toguna.Methods.Text.Fold.Key(name)));
        yield return ("UTF-16 LE", Encoding.Unicode.GetBytes(name));
        yield return ("UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(name));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
        yield return ("JSON", Encoding.ASCII.GetBytes(System.Text.Json.JsonSerializer.Serialize(name).Trim('"')));
        for (var offset = 0; offset < 3; offset++)
        {
            // The letters that do not depend on what stands before and behind.
            var text = Convert.ToBase64String([.. new byte[offset], .. utf8]);
            yield return ($"base64 at {offset}", Encoding.ASCII.GetBytes(text[(offset == 0 ? 0 : 4)..^4]));
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Unpacked(string backup)
    {
        using var zip = ZipFile.OpenRead(backup);
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            yield return (entry.FullName, memory.ToArray());
        }
    }

    private static async Task<byte[]> DumpAsync(string connection)
    {
        var at = new NpgsqlConnectionStringBuilder(connection);
        var info = new ProcessStartInfo(
            "pg_dump",
            [
                "-h",
                at.Host!,
                "-p",
                at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "-U",
                at.Username!,
                at.Database!,
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        info.Environment["PGPASSWORD"] = at.Password;
        try
        {
            using var dump = Process.Start(info)!;
            using var memory = new MemoryStream();
            await dump.StandardOutput.BaseStream.CopyToAsync(memory);
            await dump.WaitForExitAsync();
            dump.ExitCode.ShouldBe(0);
            return memory.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("pg_dump is not installed; the tables were searched in the backup");
            return [];
        }
    }
}
