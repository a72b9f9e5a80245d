using Mono.Cecil;

namespace Toguna.Architecture.Tests.House;

/// <summary>A reference that breaks a rule, or a type that has no room.</summary>
/// <param name="Rule">Rule that is broken.</param>
/// <param name="User">Full name of the top-level type that breaks it.</param>
/// <param name="Used">Full name of the type that it should not know; its own name when it has no room.</param>
/// <param name="Where">First place in words.</param>
public sealed record Finding(Rule Rule, string User, string Used, string Where)
{
    public override string ToString() => $"{Rule}: {User} uses {Used} ({Where})";
}

/// <summary>What was read: the top-level types by room, and the findings.</summary>
/// <param name="Types">Each top-level type that a person wrote, with its room.</param>
/// <param name="Findings">At most one per rule, user and used type, in order of name.</param>
public sealed record Reading(IReadOnlyDictionary<string, Room> Types, IReadOnlyList<Finding> Findings);

/// <summary>Reads compiled assemblies and judges each reference between them.</summary>
public static class HouseReader
{
    /// <summary>Reads the assemblies of one house.</summary>
    /// <param name="folder">Folder that holds them and what they need.</param>
    /// <param name="parts">Assembly name without extension, and the part it plays. References to others are not judged.</param>
    /// <exception cref="FileNotFoundException">An assembly is not in the folder.</exception>
    public static Reading Read(string folder, IReadOnlyDictionary<string, Part> parts)
    {
        using var resolver = Resolver(folder);
        var types = new SortedDictionary<string, Room>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var (name, part) in parts)
        {
            var path = Path.Combine(folder, name + ".dll");
            using var assembly = AssemblyDefinition.ReadAssembly(
                path,
                new ReaderParameters { AssemblyResolver = resolver }
            );
            foreach (var type in assembly.MainModule.Types)
            {
                var room = Room.Of(part, type.Namespace);
                if (IsWritten(type))
                {
                    types[type.FullName] = room;
                    if (room.Kind == RoomKind.Unknown)
                    {
                        findings.Add(
                            new Finding(
                                Rule.EveryTypeHasARoom,
                                type.FullName,
                                type.FullName,
                                $"namespace '{type.Namespace}'"
                            )
                        );
                    }
                }

                findings.AddRange(Judge(type, room, parts));
            }
        }

        return new Reading(
            types,
            [
                .. findings
                    .DistinctBy(f => (f.Rule, f.User, f.Used))
                    .OrderBy(f => f.User, StringComparer.Ordinal)
                    .ThenBy(f => f.Used, StringComparer.Ordinal),
            ]
        );
    }

    private static IEnumerable<Finding> Judge(TypeDefinition type, Room room, IReadOnlyDictionary<string, Part> parts)
    {
        foreach (var (used, where) in References.Of(type))
        {
            if (
                AssemblyOf(used) is { } home
                && parts.TryGetValue(home, out var part)
                && room.BrokenBy(Room.Of(part, used.Namespace)) is { } rule
            )
            {
                yield return new Finding(rule, type.FullName, used.FullName, where);
            }
        }
    }

    private static string? AssemblyOf(TypeReference type) =>
        type.Scope switch
        {
            AssemblyNameReference other => other.Name,
            ModuleDefinition module => module.Assembly.Name.Name,
            _ => null,
        };

    /// <summary>
    /// Leaves out what compilers and generators add beside our types: nameless types, those marked as generated, and
    /// those that generators put into the namespaces of the platform. Razor components carry no such mark and are ours.
    /// </summary>
    private static bool IsWritten(TypeDefinition type) =>
        !type.Name.StartsWith('<')
        && !type.Namespace.StartsWith("System", StringComparison.Ordinal)
        && !type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal)
        && !(type.Namespace.Length == 0 && type.Name == "Program")
        && !type.CustomAttributes.Any(a =>
            a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute"
        );

    /// <summary>Attribute arguments of an enum type can only be read when the enum can be found, so the platform is searched too.</summary>
    private static DefaultAssemblyResolver Resolver(string folder)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        resolver.AddSearchDirectory(
            Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!
        );
        return resolver;
    }
}
