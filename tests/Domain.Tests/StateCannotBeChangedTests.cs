using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Domain.Tests;

public class StateCannotBeChangedTests
{
    [Theory]
    [InlineData(typeof(Wallet))]
    [InlineData(typeof(Order))]
    [InlineData(typeof(BonusCard))]
    [InlineData(typeof(Promotion))]
    [InlineData(typeof(ProductStock))]
    [InlineData(typeof(FavouriteList))]
    public void X28_a_handler_cannot_change_the_aggregate_it_was_given(Type state)
    {
        var reachable = Reachable(state, []);
        reachable.Should().Contain(state).And.HaveCountGreaterThan(1, "lines, holds and lots are reached too");
        reachable.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(CanBeSet).Should().BeEmpty();
        reachable.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p => p.GetMethod!.IsDefined(typeof(CompilerGeneratedAttribute)) && IsCollection(p.PropertyType))
            .Should().OnlyContain(p => p.PropertyType.Namespace == typeof(ImmutableList<>).Namespace && p.PropertyType.Name.StartsWith("Immutable", StringComparison.Ordinal));
    }

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
