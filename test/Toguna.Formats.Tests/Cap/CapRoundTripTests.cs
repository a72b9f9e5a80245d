using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Formats.Cap;
using Toguna.Formats.Spreadsheet;
using static Toguna.Formats.Tests.Cap.CapSamples;

namespace Toguna.Formats.Tests.Cap;

/// <summary>What is written is valid by the schema and reads back the same, whatever the text; what is not written is refused by name.</summary>
public sealed class CapRoundTripTests
{
    private static readonly string[] Odd =
    [
        "]]>",
        "<![CDATA[x]]>",
        "&amp; &#x1; <b>",
        "<!-- -- -->",
        "\r",
        "a\r\nb\n\rc",
        "\tx\t",
        "  x  ",
        "\u00A0x",
        "\u0085\u2028\u2029",
        "\u202Egnp.exe",
        "\u0080\u009F",
        "\uFEFFx",
        "\uFFFD",
        "𞤀𞤣 👩‍👩‍👧",
        "e\u0301",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>&b;",
        "\"quoted\" 'too'",
        "%00\\u0000",
        "-1e400",
    ];

    // Any characters, halves of pairs and control characters among them, which FsCheck does not make by itself.
    private static readonly Gen<string> Wild = Gen.OneOf(
        Gen.Elements(Odd),
        ArbMap.Default.GeneratorFor<string>().Select(t => t ?? ""),
        Gen.Choose(0, 0xFFFF).Select(c => (char)c).ArrayOf().Select(c => new string(c)),
        from a in Gen.Elements(Odd)
        from b in Gen.Elements(Odd)
        select a + b
    );

    private static readonly Gen<string> Text = Wild.Select(SafeText.NoIllegal)
        .Select(t => string.IsNullOrWhiteSpace(t) ? "x" : t);
    private static readonly Gen<string?> Perhaps = Gen.OneOf(Gen.Constant((string?)null), Text.Select(t => (string?)t));
    private static readonly Gen<string> Name = Text.Select(t => new string([
            .. t.Where(c => !char.IsWhiteSpace(c) && c is not (',' or '<' or '&')),
        ]))
        .Select(t => t.Length == 0 ? "x" : t);
    private static readonly Gen<string> Member = Text.Select(t => t.Replace("\"", "", StringComparison.Ordinal))
        .Select(t => string.IsNullOrWhiteSpace(t) ? "x y" : t);
    private static readonly Gen<DateTimeOffset> Time =
        from seconds in Gen.Choose(0, int.MaxValue)
        from minutes in Gen.Choose(-14 * 60, 14 * 60)
        select new DateTimeOffset(
            new DateTime(1980, 1, 1).AddSeconds(seconds),
            TimeSpan.FromMinutes(minutes % 3 == 0 ? 0 : minutes)
        );
    private static readonly Gen<DateTimeOffset?> PerhapsTime = Gen.OneOf(
        Gen.Constant((DateTimeOffset?)null),
        Time.Select(t => (DateTimeOffset?)t)
    );
    private static readonly Gen<CapPoint> Point =
        from latitude in Degrees(90)
        from longitude in Degrees(180)
        select new CapPoint(latitude, longitude);
    private static readonly Gen<CapArea> Area =
        from description in Text
        from rings in Few(Point.ListOf().Where(p => p.Count >= 3).Select(p => (IReadOnlyList<CapPoint>)[.. p, p[0]]))
        from circles in Few(
            from centre in Point
            from radius in Gen.Choose(0, int.MaxValue)
            select new CapCircle(centre, radius / 1000m)
        )
        from codes in Values()
        from altitude in Gen.Choose(-9999, 99999)
        from heights in Gen.Choose(0, 2)
        select new CapArea
        {
            Description = description,
            Polygons = rings,
            Circles = circles,
            Geocodes = codes,
            Altitude = heights > 0 ? altitude / 10m : null,
            Ceiling = heights > 1 ? altitude : null,
        };
    private static readonly Gen<CapResource> Resource =
        from description in Text
        from type in Text
        from size in Gen.Choose(-1, int.MaxValue)
        from path in Name
        from digest in Perhaps
        select new CapResource
        {
            Description = description,
            MimeType = type,
            Size = size < 0 ? null : size * 5000L,
            Uri = size % 2 == 0 ? null : "https://example.org/" + Uri.EscapeDataString(path),
            Digest = digest,
        };
    private static readonly Gen<CapInfo> Info =
        from texts in Perhaps.ArrayOf(6)
        from named in Text
        from times in PerhapsTime.ArrayOf(3)
        from categories in Any<CapCategory>().NonEmptyListOf()
        from types in Few(Any<CapResponseType>())
        from urgency in Any<CapUrgency>()
        from severity in Any<CapSeverity>()
        from certainty in Any<CapCertainty>()
        from language in Gen.Elements(null, "fr", "en-GB", "zh-Hant-TW")
        from codes in Values()
        from parameters in Values()
        from resources in Few(Resource)
        from areas in Few(Area)
        select new CapInfo
        {
            Language = language,
            Categories = categories,
            Event = named,
            ResponseTypes = types,
            Urgency = urgency,
            Severity = severity,
            Certainty = certainty,
            Audience = texts[0],
            EventCodes = codes,
            Effective = times[0],
            Onset = times[1],
            Expires = times[2],
            SenderName = texts[1],
            Headline = texts[2],
            Description = texts[3],
            Instruction = texts[4],
            Contact = texts[5],
            Web = language is null ? null : "http://example.org/?q=" + language,
            Parameters = parameters,
            Resources = resources,
            Areas = areas,
        };
    private static readonly Gen<CapAlert> Alert =
        from identifier in Name
        from sender in Name
        from sent in Time
        from status in Any<CapStatus>()
        from scope in Gen.Elements(CapScope.Private, CapScope.Restricted)
        from type in Any<CapMessageType>()
        from texts in Perhaps.ArrayOf(2)
        from restriction in Text
        from addresses in Member.NonEmptyListOf()
        from codes in Few(Text)
        from references in (
            from s in Name
            from i in Name
            from t in Time
            select new CapReference(s, i, t)
        ).NonEmptyListOf()
        from incidents in Few(Member)
        from infos in Few(Info)
        select new CapAlert
        {
            Identifier = identifier,
            Sender = sender,
            Sent = sent,
            Status = status,
            MessageType = type,
            Source = texts[0],
            Scope = scope,
            Restriction = restriction,
            Addresses = addresses,
            Codes = codes,
            Note = texts[1],
            References = references,
            Incidents = incidents,
            Infos = infos,
        };

    [Fact]
    public void What_is_written_is_valid_and_reads_back_the_same() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(12),
            Prop.ForAll(
                Alert.ToArbitrary(),
                alert =>
                {
                    CapWriter.Check(alert).ShouldBeEmpty();
                    Holds(alert);
                }
            )
        );

    [Fact]
    public void Any_text_anywhere_is_refused_by_name_or_written_valid()
    {
        var (refused, written) = (0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Wild.ArrayOf(12).ToArbitrary(),
                t =>
                {
                    var info = Full.Infos[0];
                    // One place after the other, so that no refusal hides another.
                    CapAlert[] alerts =
                    [
                        Full with
                        {
                            Identifier = t[0],
                        },
                        Full with
                        {
                            Sender = t[1],
                        },
                        Full with
                        {
                            Note = t[2],
                            Restriction = t[3],
                            Codes = [t[4]],
                        },
                        Full with
                        {
                            Addresses = ["a", t[4]],
                        },
                        Full with
                        {
                            Incidents = [t[5], t[6]],
                        },
                        Full with
                        {
                            References = [new CapReference(t[7], t[8], Full.Sent)],
                        },
                        Full with
                        {
                            Infos = [info with { Event = t[9], Headline = t[10], Language = t[11] }],
                        },
                        Full with
                        {
                            Infos = [info with { Description = t[0], Parameters = [new(t[1], t[2])] }],
                        },
                        Full with
                        {
                            Infos = [info with { Web = t[3] }],
                        },
                        Full with
                        {
                            Infos = [info with { Web = "https://a.example/" + t[4] }],
                        },
                        Full with
                        {
                            Infos = [info with { Areas = [new CapArea { Description = t[5] }] }],
                        },
                        Full with
                        {
                            Infos =
                            [
                                info with
                                {
                                    Resources = [info.Resources[0] with { MimeType = t[6], Digest = t[7] }],
                                },
                            ],
                        },
                    ];
                    foreach (var alert in alerts)
                        if (CapWriter.Check(alert) is { Count: > 0 } faults)
                        {
                            faults.ShouldAllBe(f => f.Column != null && f.Reason.StartsWith(f.Column));
                            Should.Throw<ArgumentException>(() => Write(alert));
                            refused++;
                        }
                        else
                        {
                            Holds(alert);
                            written++;
                        }
                }
            )
        );
        refused.ShouldBeGreaterThan(400);
        written.ShouldBeGreaterThan(400);
    }

    private static void Holds(CapAlert alert)
    {
        var document = Write(alert);
        Violations(document).ShouldBeEmpty();
        var read = Read(document);
        read.Faults.ShouldBeEmpty();
        read.Warnings.ShouldBeEmpty();
        Told(read.Alert).ShouldBe(Told(Plain(alert)));
    }

    /// <summary>The message with its blank texts left out, as it is written.</summary>
    private static CapAlert Plain(CapAlert a) =>
        a with
        {
            Source = Some(a.Source),
            Restriction = Some(a.Restriction),
            Note = Some(a.Note),
            Codes = [.. a.Codes.Where(c => Some(c) is not null)],
            Infos =
            [
                .. a.Infos.Select(i =>
                    i with
                    {
                        Language = Some(i.Language),
                        Headline = Some(i.Headline),
                        Description = Some(i.Description),
                        Web = Some(i.Web),
                        Resources = [.. i.Resources.Select(r => r with { Digest = Some(r.Digest) })],
                    }
                ),
            ],
        };

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Gen<decimal> Degrees(int most) =>
        from places in Gen.Choose(0, 6)
        from number in Gen.Choose(-most * 1_000_000, most * 1_000_000)
        select decimal.Round(number / 1_000_000m, places);

    private static Gen<T> Any<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());

    private static Gen<List<T>> Few<T>(Gen<T> of) =>
        from count in Gen.Choose(0, 2)
        from items in of.ArrayOf(count)
        select items.ToList();

    private static Gen<List<CapValue>> Values() =>
        Few(
            from name in Text
            from value in Gen.OneOf(Text, Gen.Constant(""), Gen.Constant(" \n"))
            select new CapValue(name, value)
        );
}
