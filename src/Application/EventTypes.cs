using Marketplace.Domain;

namespace Marketplace.Application;

/// <summary>The events of the domain, found once: each must be known to the store before it is first read.</summary>
public static class EventTypes
{
    /// <summary>Every event of every stream.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(Rejection).Assembly.GetTypes().Where(t => t.IsSealed && t.BaseType is { IsAbstract: true } b && b.Name.EndsWith("Event", StringComparison.Ordinal))];

    /// <summary>The events of one stream.</summary>
    public static IEnumerable<Type> Of<TEvent>() => All.Where(t => t.IsSubclassOf(typeof(TEvent)));
}
