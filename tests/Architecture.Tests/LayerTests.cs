using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using FluentAssertions;
using Marketplace.Domain.Values;
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
    /// <summary>The ledger decides nothing: it folds every feature to check that the whole adds up, and so it knows their states.</summary>
    private const string Auditing = "Marketplace.Domain.Ledger";

    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies([.. Solution.Sources]).Build();

    private static readonly IObjectProvider<IType> Domain = Written(Solution.Domain);
    private static readonly IObjectProvider<IType> Application = Written(Solution.Application);
    private static readonly IObjectProvider<IType> Host = Written(Solution.Host);

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

    [Fact]
    public void The_auditor_stands_alone() =>
        ReferencesOf(Solution.Auditor).Should().NotBeEmpty().And.OnlyContain(
            name => name == "System" || name.StartsWith("System.") || name == "Npgsql", "what verifies the history trusts neither this code nor the store's");

    [Theory]
    [InlineData("Repository")]
    [InlineData("UnitOfWork")]
    [InlineData("Mediator")]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Helpers")]
    [InlineData("Utils")]
    public void No_type_is_named_after_a_pattern_instead_of_the_business(string ending) =>
        Types().Should().NotHaveNameMatching(ending + "(`[0-9]+)?$").Check(Code);

    [Fact]
    public void A_feature_knows_the_events_of_another_and_never_its_state()
    {
        var states = Solution.Domain.GetTypes().Where(IsState).ToList();

        states.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        states.Should().NotContain(state => state.Namespace == Auditing, "what may look at everything has no state of its own");
        foreach (var state in states) OthersThan(state).Should().NotDependOnAny(state).Check(Code);
    }

    [Fact]
    public void A_dependency_is_found_where_there_is_one()
    {
        var withTests = new ArchLoader().LoadAssemblies(Solution.Domain, typeof(LayerTests).Assembly).Build();
        var rule = Types().That().ResideInAssembly(typeof(LayerTests).Assembly).Should().NotDependOnAny(Domain);

        FluentActions.Invoking(() => rule.Check(withTests)).Should().Throw<FailedArchRuleException>().WithMessage("*SampleReader does depend on*Money*");
    }

    [Fact]
    public void A_rule_that_matches_nothing_fails()
    {
        var rule = Types().That().ResideInNamespace("Marketplace.Domian").Should().NotDependOnAny(Host);

        FluentActions.Invoking(() => rule.Check(Code)).Should().Throw<FailedArchRuleException>();
    }

    /// <summary>A state is what has a fold: a static method <c>Evolve</c>.</summary>
    private static bool IsState(Type type) =>
        type.GetMethods().Any(method => method is { IsStatic: true, Name: "Evolve" } && method.DeclaringType == type);

    /// <summary>Everything in Domain outside the state's own feature folder.</summary>
    private static GivenTypesConjunction OthersThan(Type state)
    {
        var feature = Solution.FeatureOf(state);
        feature.Should().NotBeNull($"{state.Name} belongs in the folder of its feature");
        return Types().That().Are(Domain)
            .And().DoNotResideInNamespaceMatching($@"^Marketplace\.Domain\.{feature}(\.|$)")
            .And().DoNotResideInNamespace(Auditing);
    }

    /// <summary>The types of an assembly that a person wrote: Wolverine generates the same names into several assemblies, where they would be mixed up.</summary>
    private static GivenTypesConjunction Written(System.Reflection.Assembly assembly) =>
        Types().That().ResideInAssembly(assembly).And().DoNotResideInNamespaceMatching(@"^JasperFx\.Generated");

    private static IEnumerable<string> ReferencesOf(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool IsWebServer(string assembly) => assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
}

internal sealed record SampleReader(Money Balance);
