namespace Toguna.Formats.Cap;

/// <summary>What keeps a message from being written: what CAP 1.2 does not let stand, and what must not leave.</summary>
internal sealed class CapCheck
{
    private readonly List<Fault> _faults = [];

    public static IReadOnlyList<Fault> Faults(CapAlert alert)
    {
        var check = new CapCheck();
        check.Alert(alert);
        return check._faults;
    }

    private void Alert(CapAlert alert)
    {
        Name("identifier", alert.Identifier);
        Name("sender", alert.Sender);
        Code("status", alert.Status);
        Code("msgType", alert.MessageType);
        Text("source", alert.Source);
        Code("scope", alert.Scope);
        if (alert.Scope == CapScope.Public)
            Add(
                "scope",
                "Public",
                "scope_public",
                "scope is Public; expected Private with addresses, or Restricted with a restriction: nothing is written for the public."
            );
        if (alert.Scope == CapScope.Private && alert.Addresses.Count == 0)
            Add(
                "addresses",
                null,
                "addresses_missing",
                "addresses are empty; a message whose scope is Private says for whom it is."
            );
        if (alert.Scope == CapScope.Restricted && string.IsNullOrWhiteSpace(alert.Restriction))
            Add(
                "restriction",
                null,
                "restriction_missing",
                "restriction is empty; a message whose scope is Restricted says how."
            );
        Text("restriction", alert.Restriction);
        Members("addresses", alert.Addresses);
        Texts("code", alert.Codes);
        Text("note", alert.Note);
        if (alert.MessageType != CapMessageType.Alert && alert.References.Count == 0)
            Add(
                "references",
                null,
                "references_missing",
                $"references are empty; a message of type {alert.MessageType} names the messages that it speaks of."
            );
        foreach (var reference in alert.References)
        {
            Name("references", reference.Sender);
            Name("references", reference.Identifier);
        }
        Members("incidents", alert.Incidents);
        for (var i = 0; i < alert.Infos.Count; i++)
            Info($"info[{i + 1}]", alert.Infos[i]);
    }

    private void Info(string path, CapInfo info)
    {
        if (!string.IsNullOrWhiteSpace(info.Language) && !CapText.IsLanguage(info.Language))
            Refuse($"{path}/language", info.Language, "language_invalid", "a language code such as fr or fr-ML");
        if (info.Categories.Count == 0)
            Missing($"{path}/category");
        foreach (var category in info.Categories)
            Code($"{path}/category", category);
        Required($"{path}/event", info.Event);
        foreach (var type in info.ResponseTypes)
            Code($"{path}/responseType", type);
        Code($"{path}/urgency", info.Urgency);
        Code($"{path}/severity", info.Severity);
        Code($"{path}/certainty", info.Certainty);
        Text($"{path}/audience", info.Audience);
        Values($"{path}/eventCode", info.EventCodes);
        Text($"{path}/senderName", info.SenderName);
        Text($"{path}/headline", info.Headline);
        Text($"{path}/description", info.Description);
        Text($"{path}/instruction", info.Instruction);
        Address($"{path}/web", info.Web);
        Text($"{path}/contact", info.Contact);
        Values($"{path}/parameter", info.Parameters);
        for (var i = 0; i < info.Resources.Count; i++)
        {
            var (at, resource) = ($"{path}/resource[{i + 1}]", info.Resources[i]);
            Required($"{at}/resourceDesc", resource.Description);
            Required($"{at}/mimeType", resource.MimeType);
            if (resource.Size < 0)
                Refuse($"{at}/size", $"{resource.Size}", "number_invalid", "a whole number of at least 0");
            Address($"{at}/uri", resource.Uri);
            Text($"{at}/digest", resource.Digest);
        }
        for (var i = 0; i < info.Areas.Count; i++)
            Area($"{path}/area[{i + 1}]", info.Areas[i]);
    }

    private void Area(string path, CapArea area)
    {
        Required($"{path}/areaDesc", area.Description);
        for (var i = 0; i < area.Polygons.Count; i++)
            if (CapText.BadRing(area.Polygons[i]) is { } bad)
                Add($"{path}/polygon[{i + 1}]", null, bad.Code, $"{path}/polygon[{i + 1}] {bad.Reason}");
        foreach (var circle in area.Circles)
        {
            if (CapText.Astray(circle.Centre) is { } astray)
                Add($"{path}/circle", CapText.Circle(circle), "point_invalid", $"{path}/circle has {astray}.");
            if (circle.Radius < 0)
                Refuse($"{path}/circle", CapText.Circle(circle), "circle_invalid", "a radius of at least 0 kilometres");
        }
        Values($"{path}/geocode", area.Geocodes);
        if (area is { Ceiling: not null, Altitude: null })
            Add($"{path}/ceiling", null, "altitude_missing", $"{path} has a ceiling without an altitude.");
    }

    private void Values(string path, IReadOnlyList<CapValue> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Required($"{path}[{i + 1}]/valueName", values[i].Name);
            Text($"{path}[{i + 1}]/value", values[i].Value);
        }
    }

    private void Members(string path, IReadOnlyList<string> members)
    {
        foreach (var member in members)
            if (string.IsNullOrWhiteSpace(member) || member.Contains('"', StringComparison.Ordinal))
                Refuse(
                    path,
                    member ?? "",
                    "quotes_invalid",
                    "names that are not empty and have no quotation mark in them"
                );
            else
                Text(path, member);
    }

    private void Name(string path, string name)
    {
        if (string.IsNullOrEmpty(name))
            Missing(path);
        else if (!CapText.IsName(name))
            Refuse(path, name, "name_invalid", "text without spaces, commas, < or &");
        else
            Text(path, name);
    }

    private void Address(string path, string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
            return;
        if (!CapText.IsHttp(address))
            Refuse(path, address, "address_invalid", "an address that begins with http:// or https://");
        else
            Text(path, address);
    }

    private void Texts(string path, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
            Text(path, text);
    }

    private void Required(string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            Missing(path);
        else
            Text(path, text);
    }

    private void Text(string path, string? text)
    {
        if (text is not null && CapText.Illegal(text) is { } character)
            Add(path, text, "text_illegal", $"{path} has the character {character}, which XML cannot hold.");
    }

    private void Code<T>(string path, T code)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(code))
            Refuse(path, $"{code}", "code_invalid", "one of " + CapText.Names<T>());
    }

    private void Missing(string path) => Add(path, null, "value_missing", $"{path} is empty; a value is required.");

    private void Refuse(string path, string value, string code, string expected) =>
        Add(path, value, code, $"{path} is {Fault.Quote(value)}; expected {expected}.");

    private void Add(string path, string? value, string code, string reason) =>
        _faults.Add(new Fault(0, path, value is null ? null : Fault.Cut(value), code, reason));
}
