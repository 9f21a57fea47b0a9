using System.Reflection;

namespace Marketplace.Architecture.Tests;

/// <summary>The solution on disk and its compiled assemblies, both found by the folders and not by a list that can go stale.</summary>
internal static class Solution
{
    /// <summary>The folder of <c>Marketplace.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static Assembly Domain { get; } = Load("Domain");

    public static Assembly Application { get; } = Load("Application");

    public static Assembly Host { get; } = Load("Host");

    public static Assembly Auditor { get; } = Load("Auditor");

    /// <summary>Every project under <c>src</c>; one that this test project does not reference fails here, loudly.</summary>
    public static IReadOnlyList<Assembly> Sources { get; } = LoadAll("src", _ => true);

    /// <summary>Every test project under <c>tests</c>.</summary>
    public static IReadOnlyList<Assembly> Tests { get; } = LoadAll("tests", name => name.EndsWith(".Tests", StringComparison.Ordinal));

    /// <summary>What the feature folder of a type is called: the segment after the project's namespace, or nothing at its root.</summary>
    public static string? FeatureOf(Type type)
    {
        var project = type.Assembly.GetName().Name!;
        return type.Namespace is { } space && space.StartsWith(project + ".", StringComparison.Ordinal)
            ? space[(project.Length + 1)..].Split('.')[0]
            : null;
    }

    private static List<Assembly> LoadAll(string folder, Func<string, bool> wanted) =>
        Directory.GetDirectories(Path.Combine(Root, folder))
            .Select(path => Path.GetFileName(path))
            .Where(name => wanted(name) && File.Exists(Path.Combine(Root, folder, name, name + ".csproj")))
            .Order(StringComparer.Ordinal)
            .Select(Load)
            .ToList();

    private static Assembly Load(string project) => Assembly.Load("Marketplace." + project);

    private static string FindRoot(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Marketplace.sln"))) return at.FullName;
        }

        throw new FileNotFoundException($"No Marketplace.sln above {from}");
    }
}
