using System.Text.Json;
using System.Xml.Linq;

namespace Toguna.Architecture.Tests.Tree;

/// <summary>A package that some project of the tree resolves to, directly or through another.</summary>
public sealed record Package(string Id, string Version);

/// <summary>Which licences the program may rest on, and how the licence of a package is found.</summary>
public static class Licences
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "ISC",
        "PostgreSQL",
        "MS-PL",
        "Unlicense",
        "CC0-1.0",
        "blessing",
        "public domain",
    };

    /// <summary>Licences allowed for one package alone, with the reason.</summary>
    private static readonly (string Id, string Licence, string Reason)[] AllowedForOne =
    [
        ("ProjNET", "LGPL-2.1-or-later", "Map projections; linked as an unchanged library that a user can replace."),
    ];

    /// <summary>Licences of packages whose manifest names none as an expression: read by a person, in the place stated.</summary>
    private static readonly (string Id, string Licence, string Reason)[] ReadByHand =
    [
        (
            "SourceGear.sqlite3",
            "public domain",
            "LICENSE.txt in the package: SQLite is Public Domain, sqlite.org/copyright.html."
        ),
    ];

    /// <summary>The packages of a lock file; projects of our own are left out.</summary>
    public static IEnumerable<Package> InLockFile(string json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(entry => entry.Value.GetProperty("type").GetString() != "Project")
                .Select(entry => new Package(entry.Name, entry.Value.GetProperty("resolved").GetString()!)),
        ];
    }

    /// <summary>What is wrong with the licence of a package, in words; nothing when it is allowed.</summary>
    /// <param name="package">The package.</param>
    /// <param name="manifest">Its nuspec, or null when it is not in the packages folder.</param>
    public static IEnumerable<string> Judge(Package package, string? manifest)
    {
        if (manifest is null)
        {
            return [$"{package.Id} {package.Version} is not in the packages folder: run 'dotnet restore Toguna.slnx'"];
        }

        var licence = Of(package.Id, manifest);
        return licence is null
                ?
                [
                    $"{package.Id} {package.Version} states no licence expression: read its licence and enter it by hand",
                ]
            : IsAllowed(package.Id, licence) ? []
            : [$"{package.Id} {package.Version} is under '{licence}', which is not on the list"];
    }

    /// <summary>Whether an expression can be met: one side of an OR is enough, an AND needs both.</summary>
    public static bool IsAllowed(string id, string expression)
    {
        var plain = expression.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
        var mixed =
            plain.Contains(" AND ", StringComparison.Ordinal) && plain.Contains(" OR ", StringComparison.Ordinal);
        // Brackets decide what a mixed expression means; rather than parse them, every part must then be allowed.
        return mixed ? Parts(plain, " AND ", " OR ").All(p => IsListed(id, p))
            : plain.Contains(" OR ", StringComparison.Ordinal) ? Parts(plain, " OR ").Any(p => IsListed(id, p))
            : Parts(plain, " AND ").All(p => IsListed(id, p));
    }

    private static string[] Parts(string expression, params string[] between) =>
        expression.Split(between, StringSplitOptions.TrimEntries);

    private static bool IsListed(string id, string licence) =>
        Allowed.Contains(licence)
        || AllowedForOne.Any(a =>
            a.Id.Equals(id, StringComparison.OrdinalIgnoreCase)
            && a.Licence.Equals(licence, StringComparison.OrdinalIgnoreCase)
        );

    private static string? Of(string id, string manifest)
    {
        var stated = XDocument
            .Parse(manifest)
            .Descendants()
            .FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")
            ?.Value.Trim();
        return stated ?? ReadByHand.FirstOrDefault(r => r.Id.Equals(id, StringComparison.OrdinalIgnoreCase)).Licence;
    }

    /// <summary>The folder into which packages are restored on this machine.</summary>
    public static string PackagesFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } stated
            ? stated
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The manifest of a package in the packages folder, or null.</summary>
    public static string? Manifest(Package package)
    {
        // The folder is in lower case on every system, and a version may carry build metadata that its folder does not.
#pragma warning disable CA1308
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.Split('+')[0].ToLowerInvariant());
#pragma warning restore CA1308
        var path = Path.Combine(PackagesFolder(), id, version, id + ".nuspec");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
