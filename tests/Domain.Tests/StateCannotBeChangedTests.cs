using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Xunit;

namespace Marketplace.Domain.Tests;

public class StateCannotBeChangedTests
{
    public static TheoryData<Type> States => [.. Machines.Machines.All.Select(m => m.State)];

    [Theory]
    [MemberData(nameof(States))]
    public void X28_a_handler_cannot_change_the_aggregate_it_was_given(Type state)
    {
        var reachable = Reachable(state, []);
        reachable.Should().Contain(state);
        reachable.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(CanBeSet).Should().BeEmpty();
        reachable.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p => p.GetMethod!.IsDefined(typeof(CompilerGeneratedAttribute)) && IsCollection(p.PropertyType))
            .Where(p => p.PropertyType.Namespace != typeof(ImmutableList<>).Namespace || !p.PropertyType.Name.StartsWith("Immutable", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void X28_what_a_state_is_made_of_is_looked_at_too() =>
        Reachable(typeof(Domain.Orders.Order), []).Should().Contain([typeof(Domain.Orders.OrderLine), typeof(Domain.Orders.OrderReturn), typeof(Domain.Orders.TenderShare)]);

    private static HashSet<Type> Reachable(Type type, HashSet<Type> found)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.Namespace?.StartsWith("Marketplace", StringComparison.Ordinal) == true && !bare.IsEnum && found.Add(bare))
        {
            foreach (var property in bare.GetProperties(BindingFlags.Public | BindingFlags.Instance)) Reachable(property.PropertyType, found);
        }

        foreach (var argument in bare.GetGenericArguments()) Reachable(argument, found);
        return found;
    }

    private static bool CanBeSet(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsCollection(Type type) => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
}
