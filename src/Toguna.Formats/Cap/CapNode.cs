using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace Toguna.Formats.Cap;

/// <summary>An element of a message as it stands there, not yet judged.</summary>
internal sealed class CapNode(string name, string space, int line, string path)
{
    /// <summary>Deepest nesting, far more than a message has; the standard needs 5, a signature some 8.</summary>
    private const int MaxDepth = 32;

    private const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>The namespace; that of CAP 1.2 except for what is at fault.</summary>
    public string Space => space;

    public int Line => line;

    /// <summary>E.g. <c>info[2]/area[1]/areaDesc</c>; empty for the message.</summary>
    public string Path => path;

    public List<CapNode> Children { get; } = [];

    /// <summary>The text directly in it.</summary>
    public string Text => _text.ToString();

    /// <summary>Reads a document. Content of files and signatures in it is passed over.</summary>
    /// <param name="document">The whole document.</param>
    /// <param name="maxElements">Most elements read.</param>
    /// <returns>The message, whether something of XML Signature stands in it, and oddities.</returns>
    /// <exception cref="UnreadableFileException">No XML, a DTD, nested too deep, too many elements, or no CAP 1.2 message.</exception>
    public static (CapNode Alert, bool Signed, List<Warning> Warnings) Read(Stream document, int maxElements)
    {
        var settings = new XmlReaderSettings
        {
            // No DTD, so no entities but the five of XML itself: nothing to expand, nothing to fetch.
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        using var xml = XmlReader.Create(document, settings);
        var open = new Stack<CapNode>();
        var warnings = new List<Warning>();
        CapNode? alert = null;
        var signed = false;
        var elements = 0;
        // Depth of the element whose inside is being passed over; −1 for none.
        var passing = -1;
        while (xml.Read())
        {
            if (xml.Depth > MaxDepth)
                throw new UnreadableFileException(
                    "too_deep",
                    $"The document is nested deeper than {MaxDepth} elements; a CAP message needs 5."
                );
            if (xml.NodeType == XmlNodeType.Element)
            {
                if (++elements > maxElements)
                    throw new UnreadableFileException(
                        "too_many_elements",
                        $"The document has more than {maxElements:N0} elements."
                    );
                if (passing >= 0)
                    continue;
                var at = ((IXmlLineInfo)xml).LineNumber;
                if (open.Count == 0)
                {
                    RefuseIfOther(xml);
                    alert = new CapNode("alert", xml.NamespaceURI, at, "");
                    if (!xml.IsEmptyElement)
                        open.Push(alert);
                    Attributes(xml, warnings, alert);
                    continue;
                }
                var parent = open.Peek();
                if (open.Count == 1 && xml.NamespaceURI == Signature)
                {
                    signed = true;
                    passing = xml.IsEmptyElement ? -1 : xml.Depth;
                    continue;
                }
                var node = parent.Child(xml.LocalName, xml.NamespaceURI, at);
                if (node.Space != CapText.Namespace || node.Name == "derefUri")
                    passing = xml.IsEmptyElement ? -1 : xml.Depth;
                else if (!xml.IsEmptyElement)
                    open.Push(node);
                Attributes(xml, warnings, node);
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                if (passing < 0)
                    open.Pop();
                else if (xml.Depth == passing)
                    passing = -1;
            }
            else if (
                passing < 0
                && open.Count > 0
                && xml.NodeType
                    is XmlNodeType.Text
                        or XmlNodeType.CDATA
                        or XmlNodeType.Whitespace
                        or XmlNodeType.SignificantWhitespace
            )
                open.Peek()._text.Append(xml.Value);
        }
        return (alert!, signed, warnings);
    }

    private CapNode Child(string local, string childSpace, int at)
    {
        // Elements that may stand often, and are more than a line of text, are told apart by their number.
        var numbered = local is "info" or "area" or "resource" or "parameter" or "eventCode" or "geocode" or "polygon";
        var step = numbered
            ? $"{local}[{CollectionsMarshal.GetValueRefOrAddDefault(_counts, local, out _) += 1}]"
            : local;
        var child = new CapNode(local, childSpace, at, path.Length == 0 ? step : $"{path}/{step}");
        Children.Add(child);
        return child;
    }

    private static void RefuseIfOther(XmlReader xml)
    {
        if (xml.LocalName != "alert")
            throw new UnreadableFileException(
                "not_cap",
                $"The document is {Fault.Quote(xml.LocalName)} in the namespace {Fault.Quote(xml.NamespaceURI)}; expected \"alert\" in {CapText.Namespace}."
            );
        if (xml.NamespaceURI == CapText.Namespace)
            return;
        var version = xml.NamespaceURI switch
        {
            "urn:oasis:names:tc:emergency:cap:1.1" => " (CAP 1.1)",
            "http://www.incident.com/cap/1.0" => " (CAP 1.0)",
            _ => "",
        };
        throw new UnreadableFileException(
            "cap_version",
            $"The alert is in the namespace {Fault.Quote(xml.NamespaceURI)}{version}; expected {CapText.Namespace} (CAP 1.2)."
        );
    }

    private static void Attributes(XmlReader xml, List<Warning> warnings, CapNode node)
    {
        while (xml.MoveToNextAttribute())
            if (xml.NamespaceURI is not ("http://www.w3.org/2000/xmlns/" or Instance) && warnings.Count < 20)
                warnings.Add(
                    new Warning(
                        "attribute_ignored",
                        $"{node.Name} has the attribute {Fault.Quote(xml.Name)}, which CAP does not have; it was not read."
                    )
                );
        xml.MoveToElement();
    }
}
