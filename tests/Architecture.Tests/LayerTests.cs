using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using FluentAssertions;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Type = System.Type;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// Who may know whom: Host → Application → Domain → System.*. ArchUnitNET fails a rule whose subject matches nothing; the
/// other side of a rule is an assembly here and not a name, so that it cannot be misspelt.
/// </summary>
public class LayerTests
{
    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies([.. Solution.Sources]).Build();

    private static readonly IObjectProvider<IType> Domain = Types().That().ResideInAssembly(Solution.Domain);
    private static readonly IObjectProvider<IType> Application = Types().That().ResideInAssembly(Solution.Application);
    private static readonly IObjectProvider<IType> Host = Types().That().ResideInAssembly(Solution.Host);

    [Fact]
    public void Domain_knows_neither_Application_nor_Host()
    {
        Types().That().Are(Domain).Should().NotDependOnAny(Application).Check(Code);
        Types().That().Are(Domain).Should().NotDependOnAny(Host).Check(Code);
    }

    [Fact]
    public void Domain_references_System_alone()
    {
        ReferencesOf(Solution.Domain).Should().NotBeEmpty().And.OnlyContain(name => name == "System" || name.StartsWith("System."));
    }

    [Fact]
    public void Application_does_not_know_Host() => Types().That().Are(Application).Should().NotDependOnAny(Host).Check(Code);

    [Fact]
    public void Application_does_not_know_the_web_server()
    {
        ReferencesOf(Solution.Host).Should().Contain(name => IsWebServer(name), "the same question must find the web server where it is used");
        ReferencesOf(Solution.Application).Should().NotBeEmpty().And.NotContain(name => IsWebServer(name));
    }

    [Theory]
    [InlineData("Repository")]
    [InlineData("UnitOfWork")]
    [InlineData("Mediator")]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Helpers")]
    [InlineData("Utils")]
    public void No_type_is_named_after_a_pattern_instead_of_the_business(string ending) =>
        Types().Should().NotHaveNameEndingWith(ending).Check(Code);

    [Fact]
    public void A_feature_knows_the_events_of_another_and_never_its_state()
    {
        var states = Solution.Domain.GetTypes().Where(IsState).ToList();

        states.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        foreach (var state in states) OthersThan(state).Should().NotDependOnAny(state).Check(Code);
    }

    /// <summary>A state is what has a fold: a static method <c>Evolve</c>.</summary>
    private static bool IsState(Type type) =>
        type.GetMethods().Any(method => method is { IsStatic: true, Name: "Evolve" } && method.DeclaringType == type);

    private static GivenTypesConjunction OthersThan(Type state) =>
        Types().That().Are(Solution.Domain.GetTypes().Where(type => Solution.FeatureOf(type) != Solution.FeatureOf(state)));

    private static IEnumerable<string> ReferencesOf(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool IsWebServer(string assembly) => assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
}
