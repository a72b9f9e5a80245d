using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Schema;
using Toguna.Formats.Cap;

namespace Toguna.Formats.Tests.Cap;

/// <summary>Messages to write and read, and the schema to hold them against.</summary>
internal static class CapSamples
{
    private static readonly XmlSchemaSet Schema = Load();

    /// <summary>A message with everything in it that the record can hold.</summary>
    public static readonly CapAlert Full = new()
    {
        Identifier = "ALT-0007.2",
        Sender = "early-warning@mission.example",
        Sent = new DateTimeOffset(2025, 5, 16, 4, 41, 0, TimeSpan.Zero),
        Status = CapStatus.Exercise,
        MessageType = CapMessageType.Update,
        Source = "Joint Operations Centre",
        Scope = CapScope.Private,
        Restriction = "Heads of field offices",
        Addresses = ["jmac@mission.example", "Field Office Mopti"],
        Codes = ["IPAWSv1.0", "drill"],
        Note = "Exercise SAHEL 3",
        References =
        [
            new CapReference(
                "early-warning@mission.example",
                "ALT-0007.1",
                new DateTimeOffset(2025, 5, 16, 5, 41, 0, TimeSpan.FromHours(1))
            ),
        ],
        Incidents = ["INC-12", "Market of Sari"],
        Infos =
        [
            new CapInfo
            {
                Language = "fr-ML",
                Categories = [CapCategory.Security, CapCategory.CBRNE],
                Event = "Menace contre des civils",
                ResponseTypes = [CapResponseType.Avoid, CapResponseType.AllClear],
                Urgency = CapUrgency.Immediate,
                Severity = CapSeverity.Severe,
                Certainty = CapCertainty.Likely,
                Audience = "Composantes",
                EventCodes = [new CapValue("act-type", "killing")],
                Effective = new DateTimeOffset(2025, 5, 16, 4, 0, 0, TimeSpan.Zero),
                Onset = new DateTimeOffset(2025, 5, 16, 12, 0, 0, TimeSpan.FromMinutes(-210)),
                Expires = new DateTimeOffset(2025, 5, 17, 4, 0, 0, TimeSpan.FromHours(1)),
                SenderName = "Centre d’opérations conjoint",
                Headline = "Attaque possible & <imminente>",
                Description = "  Deux lignes\r\net une\ttabulation ]]> 𞤀  ",
                Instruction = "Se tenir à l’écart",
                Web = "https://toguna.mission.example/alerts/7?a=1&b=2",
                Contact = "JOC",
                Parameters = [new CapValue("confidence", "")],
                Resources =
                [
                    new CapResource
                    {
                        Description = "Carte",
                        MimeType = "image/png",
                        Size = 12_345,
                        Uri = "https://toguna.mission.example/map.png",
                        Digest = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
                    },
                ],
                Areas =
                [
                    new CapArea
                    {
                        Description = "Cercle de Koro",
                        Polygons =
                        [
                            [new(14.0m, -3.25m), new(14.5m, -3.25m), new(14.5m, -2.75000m), new(14.00m, -3.250m)],
                        ],
                        Circles = [new CapCircle(new CapPoint(-0.00001m, 180m), 12.5m)],
                        Geocodes = [new CapValue("P-code", "ML0505")],
                        Altitude = 900m,
                        Ceiling = 1000.50m,
                    },
                ],
            },
        ],
    };

    /// <summary>The least that a message can be.</summary>
    public static readonly CapAlert Least = new()
    {
        Identifier = "1",
        Sender = "s",
        Sent = new DateTimeOffset(2025, 5, 16, 4, 41, 0, TimeSpan.FromHours(1)),
        Status = CapStatus.Actual,
        MessageType = CapMessageType.Alert,
        Scope = CapScope.Restricted,
        Restriction = "mission only",
    };

    /// <summary>A document to damage, as another sender may write it.</summary>
    public const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
          <cap:identifier>NGO-2025-31</cap:identifier>
          <cap:sender>warn@ngo.example</cap:sender>
          <cap:sent>2025-05-16T04:41:00-00:00</cap:sent>
          <cap:status>Actual</cap:status>
          <cap:msgType>Alert</cap:msgType>
          <cap:scope>Public</cap:scope>
          <cap:info>
            <cap:category>Safety</cap:category>
            <cap:event>Flood</cap:event>
            <cap:urgency>Expected</cap:urgency>
            <cap:severity>Severe</cap:severity>
            <cap:certainty>Observed</cap:certainty>
            <cap:area>
              <cap:areaDesc>Mopti</cap:areaDesc>
              <cap:polygon>14.3,-4.3 14.6,-4.3 14.6,-4.0 14.3,-4.3</cap:polygon>
              <cap:circle>14.5,-4.2 10</cap:circle>
            </cap:area>
          </cap:info>
        </cap:alert>
        """;

    public static byte[] Write(CapAlert alert)
    {
        using var stream = new MemoryStream();
        CapWriter.Write(stream, alert);
        return stream.ToArray();
    }

    public static CapRead Read(string document) => CapReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(document)));

    public static CapRead Read(byte[] document) => CapReader.Read(new MemoryStream(document));

    /// <summary>All of a record as text: its lists by what is in them, its times with their offset.</summary>
    public static string Told(CapAlert? alert) => JsonSerializer.Serialize(alert);

    /// <summary>What the schema says against a document; empty when it is valid.</summary>
    public static List<string> Violations(byte[] document)
    {
        var said = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = Schema };
        // Without this an element of a namespace that the schema does not know is let through.
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => said.Add(e.Message);
        using var xml = XmlReader.Create(new MemoryStream(document), settings);
        while (xml.Read()) { }
        return said;
    }

    private static XmlSchemaSet Load()
    {
        using var file = typeof(CapSamples).Assembly.GetManifestResourceStream("cap-1.2.xsd")!;
        using var xml = XmlReader.Create(file);
        var set = new XmlSchemaSet();
        set.Add(null, xml);
        set.Compile();
        return set;
    }
}
