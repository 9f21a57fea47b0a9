using FluentAssertions;

namespace Marketplace.Architecture.Tests;

internal static class FaultAssertions
{
    /// <summary>Fails with every fault on a line of its own, where an empty-collection assertion would show the first alone.</summary>
    public static void ShouldBeNone(this IEnumerable<string> faults) =>
        string.Join(Environment.NewLine, faults.Order(StringComparer.Ordinal)).Should().BeEmpty();
}
