using System.Reflection;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>A compiled test.</summary>
/// <param name="Name"><c>Class.Method_name</c>, without the namespace.</param>
/// <param name="IsSkipped">Whether it is switched off, and so proves nothing.</param>
internal sealed record CompiledTest(string Name, bool IsSkipped)
{
    public string Method => Name[(Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>Finds what xunit would run: methods with <c>[Fact]</c>, <c>[Theory]</c> or an attribute derived from them.</summary>
internal static class TestCatalogue
{
    public static IReadOnlyList<CompiledTest> Of(IEnumerable<Assembly> assemblies) =>
        [.. assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsClass: true, IsAbstract: false }).SelectMany(Of)];

    private static IEnumerable<CompiledTest> Of(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
        let fact = method.GetCustomAttribute<FactAttribute>(inherit: true)
        where fact is not null
        select new CompiledTest($"{type.Name}.{method.Name}", fact.Skip is not null);
}
