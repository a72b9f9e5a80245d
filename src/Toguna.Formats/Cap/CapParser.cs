using System.Globalization;

namespace Toguna.Formats.Cap;

/// <summary>Makes a message of its elements and gathers what is wrong with them. For one message.</summary>
internal sealed class CapParser(List<Warning> warnings)
{
    // The elements in the order of the schema: ! must stand there, * may stand more than once, + both.
    private static readonly string[] AlertOrder =
        "identifier! sender! sent! status! msgType! source scope! restriction addresses code* note references incidents info*".Split(
            ' '
        );
    private static readonly string[] InfoOrder =
        "language category+ event! responseType* urgency! severity! certainty! audience eventCode* effective onset expires senderName headline description instruction web contact parameter* resource* area*".Split(
            ' '
        );
    private static readonly string[] ResourceOrder = "resourceDesc! mimeType! size uri derefUri digest".Split(' ');
    private static readonly string[] AreaOrder = "areaDesc! polygon* circle* geocode* altitude ceiling".Split(' ');
    private static readonly string[] ValueOrder = "valueName! value!".Split(' ');

    private readonly List<Fault> _faults = [];
    private int _points;

    public CapRead Read(CapNode node, bool signed)
    {
        Order(node, AlertOrder);
        var alert = new CapAlert
        {
            Identifier = Name(node, "identifier"),
            Sender = Name(node, "sender"),
            Sent = Time(node, "sent") ?? default,
            Status = Code<CapStatus>(node, "status"),
            MessageType = Code<CapMessageType>(node, "msgType"),
            Source = Text(node, "source"),
            Scope = Code<CapScope>(node, "scope"),
            Restriction = Text(node, "restriction"),
            Addresses = Members(node, "addresses"),
            Codes = [.. All(node, "code").Select(c => c.Text).Where(t => !string.IsNullOrWhiteSpace(t))],
            Note = Text(node, "note"),
            References = References(node),
            Incidents = Members(node, "incidents"),
            Infos = [.. All(node, "info").Select(Info)],
        };
        if (signed)
            Warn("signature_not_checked", "The message bears a signature, which was not checked.");
        if (_faults.Count > 0)
            return new CapRead(null, signed, _faults, warnings);
        if (alert.Scope == CapScope.Private && alert.Addresses.Count == 0)
            Warn("addresses_missing", "The message is private and does not say for whom (addresses).");
        if (alert.Scope == CapScope.Restricted && alert.Restriction is null)
            Warn("restriction_missing", "The message is restricted and does not say how (restriction).");
        if (alert.MessageType != CapMessageType.Alert && alert.References.Count == 0)
            Warn(
                "references_missing",
                $"The message is of type {alert.MessageType} and does not say of which (references)."
            );
        return new CapRead(alert, signed, [], warnings);
    }

    private CapInfo Info(CapNode node)
    {
        Order(node, InfoOrder);
        return new CapInfo
        {
            Language = Language(node),
            Categories = [.. All(node, "category").Select(Code<CapCategory>)],
            Event = Required(node, "event"),
            ResponseTypes = [.. All(node, "responseType").Select(Code<CapResponseType>)],
            Urgency = Code<CapUrgency>(node, "urgency"),
            Severity = Code<CapSeverity>(node, "severity"),
            Certainty = Code<CapCertainty>(node, "certainty"),
            Audience = Text(node, "audience"),
            EventCodes = [.. All(node, "eventCode").Select(Value)],
            Effective = Time(node, "effective"),
            Onset = Time(node, "onset"),
            Expires = Time(node, "expires"),
            SenderName = Text(node, "senderName"),
            Headline = Text(node, "headline"),
            Description = Text(node, "description"),
            Instruction = Text(node, "instruction"),
            Web = Address(node, "web", relative: false),
            Contact = Text(node, "contact"),
            Parameters = [.. All(node, "parameter").Select(Value)],
            Resources = [.. All(node, "resource").Select(Resource)],
            Areas = [.. All(node, "area").Select(Area)],
        };
    }

    private CapResource Resource(CapNode node)
    {
        Order(node, ResourceOrder);
        var inside = One(node, "derefUri") is not null;
        if (inside)
            Warn("content_left_out", $"{node.Path} holds a file inside of the message (derefUri); it was not read.");
        long? size = null;
        if (Token(node, "size") is { } written)
        {
            if (
                long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
                && n >= 0
            )
                size = n;
            else
                Refuse(One(node, "size")!, "number_invalid", "a whole number of at least 0");
        }
        return new CapResource
        {
            Description = Required(node, "resourceDesc"),
            MimeType = Required(node, "mimeType"),
            Size = size,
            Uri = Address(node, "uri", relative: inside),
            Digest = Text(node, "digest"),
        };
    }

    private CapArea Area(CapNode node)
    {
        Order(node, AreaOrder);
        var area = new CapArea
        {
            Description = Required(node, "areaDesc"),
            Polygons = [.. All(node, "polygon").Select(Polygon)],
            Circles = [.. All(node, "circle").Select(Circle).OfType<CapCircle>()],
            Geocodes = [.. All(node, "geocode").Select(Value)],
            Altitude = Height(node, "altitude"),
            Ceiling = Height(node, "ceiling"),
        };
        if (area is { Ceiling: not null, Altitude: null })
            Warn("altitude_missing", $"{node.Path} has a ceiling without an altitude.");
        return area;
    }

    private IReadOnlyList<CapPoint> Polygon(CapNode node)
    {
        var ring = new List<CapPoint>();
        foreach (var pair in node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (++_points > CapReader.MaxPoints)
                throw new UnreadableFileException(
                    "too_many_points",
                    $"The polygons have more than {CapReader.MaxPoints:N0} points."
                );
            if (!CapText.TryPoint(pair, out var point))
            {
                Refuse(node, "point_invalid", "pairs latitude,longitude with spaces between them", pair);
                return [];
            }
            ring.Add(point);
        }
        if (CapText.BadRing(ring) is { } bad)
            Add(node, bad.Code, $"{node.Path} {bad.Reason}");
        return ring;
    }

    private CapCircle? Circle(CapNode node)
    {
        if (
            node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var centre, var radius]
            || !CapText.TryPoint(centre, out var point)
            || !CapText.TryNumber(radius, out var kilometres)
            || kilometres < 0
        )
        {
            Refuse(node, "circle_invalid", "latitude,longitude, a space and a radius in kilometres");
            return null;
        }
        if (CapText.Astray(point) is { } astray)
            Add(node, "point_invalid", $"{node.Path} has {astray}.");
        return new CapCircle(point, kilometres);
    }

    private CapValue Value(CapNode node)
    {
        Order(node, ValueOrder);
        return new CapValue(Required(node, "valueName"), One(node, "value")?.Text ?? "");
    }

    private List<CapReference> References(CapNode node)
    {
        var references = new List<CapReference>();
        if (One(node, "references") is not { } given)
            return references;
        foreach (var triple in given.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!CapText.TryReference(triple, out var reference))
            {
                Refuse(given, "reference_invalid", "sender,identifier,sent as the earlier message has them", triple);
                break;
            }
            references.Add(reference);
        }
        return references;
    }

    private List<string> Members(CapNode parent, string name)
    {
        if (One(parent, name) is not { } node)
            return [];
        if (CapText.Members(node.Text) is { } members)
            return members;
        Refuse(
            node,
            "quotes_invalid",
            "names with spaces between them, each that has a space in it in quotation marks"
        );
        return [];
    }

    private string? Language(CapNode parent)
    {
        if (Token(parent, "language") is not { } language || CapText.IsLanguage(language))
            return Token(parent, "language");
        Refuse(One(parent, "language")!, "language_invalid", "a language code such as fr or fr-ML");
        return null;
    }

    private string? Address(CapNode parent, string name, bool relative)
    {
        if (Token(parent, name) is not { } address || CapText.IsHttp(address))
            return Token(parent, name);
        if (
            relative
            // Neither a scheme nor another host nor the root of this one.
            && address[0] is not ('/' or '\\')
            && !address.Any(c => c == ':' || char.IsWhiteSpace(c) || char.IsControl(c))
        )
            return address;
        Refuse(One(parent, name)!, "address_invalid", "an address that begins with http:// or https://");
        return null;
    }

    private decimal? Height(CapNode parent, string name)
    {
        if (Token(parent, name) is not { } text)
            return null;
        if (CapText.TryNumber(text, out var feet))
            return feet;
        Refuse(One(parent, name)!, "number_invalid", "a number of feet with a decimal point");
        return null;
    }

    private DateTimeOffset? Time(CapNode parent, string name)
    {
        if (Token(parent, name) is not { } text)
        {
            if (One(parent, name) is { } blank && name == "sent")
                Missing(blank);
            return null;
        }
        if (CapText.TryTime(text, out var time))
            return time;
        Refuse(
            One(parent, name)!,
            "time_invalid",
            "a time that exists with its offset, as 2025-05-16T04:41:00+01:00, UTC as -00:00 and not Z"
        );
        return null;
    }

    private T Code<T>(CapNode parent, string name)
        where T : struct, Enum => One(parent, name) is { } node ? Code<T>(node) : default;

    private T Code<T>(CapNode node)
        where T : struct, Enum
    {
        if (!CapText.TryCode<T>(node.Text.Trim(), out var code))
            Refuse(node, "code_invalid", "one of " + CapText.Names<T>());
        return code;
    }

    private string Name(CapNode parent, string name)
    {
        var text = Required(parent, name).Trim();
        if (text.Length > 0 && !CapText.IsName(text))
            Refuse(One(parent, name)!, "name_invalid", "text without spaces, commas, < or &");
        return text;
    }

    private string Required(CapNode parent, string name)
    {
        if (One(parent, name) is { } node && string.IsNullOrWhiteSpace(node.Text))
            Missing(node);
        return Text(parent, name) ?? "";
    }

    private static string? Text(CapNode parent, string name) =>
        One(parent, name)?.Text is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? Token(CapNode parent, string name) => Text(parent, name)?.Trim();

    private static CapNode? One(CapNode parent, string name) => parent.Children.Find(c => c.Name == name && IsCap(c));

    private static IEnumerable<CapNode> All(CapNode parent, string name) =>
        parent.Children.Where(c => c.Name == name && IsCap(c));

    private static bool IsCap(CapNode node) => node.Space == CapText.Namespace;

    /// <summary>Whether the elements are those of the schema, each as often and in the order that it says.</summary>
    private void Order(CapNode parent, string[] order)
    {
        if (_faults.Count >= CapReader.MaxFaults)
            return;
        var last = -1;
        var seen = new HashSet<int>();
        foreach (var child in parent.Children)
        {
            var at = IsCap(child)
                ? Array.FindIndex(order, o => o.AsSpan().TrimEnd("!*+").SequenceEqual(child.Name))
                : -1;
            if (at < 0)
            {
                Add(
                    child,
                    "element_unknown",
                    IsCap(child)
                        ? $"{Named(parent)} has an element {Fault.Quote(child.Name)}; CAP 1.2 has none of that name there."
                        : $"{Named(parent)} has an element {Fault.Quote(child.Name)} of the namespace {Fault.Quote(child.Space)}; expected {CapText.Namespace}."
                );
                continue;
            }
            if (!seen.Add(at) && order[at][^1] is not ('*' or '+'))
                Add(child, "element_repeated", $"{child.Path} stands more than once; expected once at most.");
            else if (at < last)
                Add(
                    child,
                    "order_wrong",
                    $"{child.Path} stands after {order[last].TrimEnd('!', '*', '+')}; CAP 1.2 has it before."
                );
            last = Math.Max(last, at);
            if (
                child.Children.Count > 0
                && child.Name is not ("info" or "eventCode" or "parameter" or "resource" or "area" or "geocode")
            )
                Add(
                    child,
                    "element_unknown",
                    $"{child.Path} has an element {Fault.Quote(child.Children[0].Name)}; expected text only."
                );
        }
        for (var i = 0; i < order.Length; i++)
            if (order[i][^1] is '!' or '+' && !seen.Contains(i))
                Add(parent, "element_missing", $"{Named(parent)} has no {order[i].TrimEnd('!', '+')}; it is required.");
        if (!string.IsNullOrWhiteSpace(parent.Text))
            Add(
                parent,
                "text_stray",
                $"{Named(parent)} has the text {Fault.Quote(parent.Text.Trim())} between its elements."
            );
    }

    private static string Named(CapNode node) => node.Path.Length == 0 ? node.Name : node.Path;

    private void Missing(CapNode node) => Add(node, "value_missing", $"{node.Path} is empty; a value is required.");

    private void Refuse(CapNode node, string code, string expected, string? value = null) =>
        Add(
            node,
            code,
            $"{node.Path} is {Fault.Quote((value ?? node.Text).Trim())}; expected {expected}.",
            value ?? node.Text
        );

    private void Add(CapNode node, string code, string reason, string? value = null)
    {
        if (_faults.Count < CapReader.MaxFaults)
            _faults.Add(new Fault(node.Line, Named(node), value is null ? null : Fault.Cut(value), code, reason));
    }

    private void Warn(string code, string detail)
    {
        if (warnings.Count < CapReader.MaxFaults)
            warnings.Add(new Warning(code, detail));
    }
}
