using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Marketplace.Architecture.Tests;

/// <summary>The words of an assembly that a client or a reader of the store can meet.</summary>
internal static class Words
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Names of types and of their members.</summary>
    public static IEnumerable<string> Names(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMembers(Declared).Select(member => $"{type.FullName}.{member.Name}").Prepend(type.FullName!));

    /// <summary>Strings given to attributes: routes and JSON names.</summary>
    public static IEnumerable<string> OfAttributes(Assembly assembly) =>
        from type in assembly.GetTypes()
        from member in type.GetMembers(Declared).Prepend(type)
        from attribute in member.CustomAttributes
        from argument in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
        where argument.Value is string
        select (string)argument.Value!;

    /// <summary>Literals that are written like a route: they have a slash and no blank.</summary>
    public static IReadOnlyList<string> Routes(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        List<string> routes = [];
        // The heap begins with an empty string at offset 0, which is no literal.
        for (var at = metadata.GetNextHandle(default(UserStringHandle)); !at.IsNil; at = metadata.GetNextHandle(at))
        {
            var text = metadata.GetUserString(at);
            if (text.Contains('/') && !text.Contains(' ')) routes.Add(text);
        }

        return routes;
    }
}
