using System.Collections;
using System.Reflection;
using Marketplace.Application.Erasure;
using Marketplace.Application.Privacy;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// Finds every place in stored types at which words of a person could stand in clear: a text, bytes, a day, or something whose
/// shape is open. What is inside <see cref="Domain.Pii{T}"/> is encrypted, and a <see cref="Secret"/> cannot be written at all.
/// </summary>
internal static class PersonalFields
{
    private static readonly HashSet<Type> Speaking =
        [typeof(string), typeof(char), typeof(byte[]), typeof(DateOnly), typeof(DateTime), typeof(Uri), typeof(object), typeof(ReadOnlyMemory<byte>)];

    private static readonly HashSet<Type> Silent =
        [typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(decimal), typeof(Secret)];

    /// <summary>Every event of Domain.</summary>
    public static IReadOnlyList<Type> Events { get; } = EventShape.EventsOf(Solution.Domain);

    /// <summary>Every document; a test of the store holds these lists to its tables.</summary>
    public static IReadOnlyList<Type> Documents { get; } =
        [.. TracesOfCustomer.Removed.Select(t => t.Document).OfType<Type>().Concat(TracesOfCustomer.Kept.Keys).OrderBy(t => t.Name)];

    /// <summary>Everything that the bus carries, because its queues, timers and dead letters keep bodies: what a handler takes first.</summary>
    public static IReadOnlyList<Type> MessagesOf(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(t => t.Name.EndsWith("Handler", StringComparison.Ordinal) || t.Name.EndsWith("Consumer", StringComparison.Ordinal))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.Name is "Handle" or "HandleAsync" or "Consume" or "ConsumeAsync" && m.GetParameters().Length > 0)
            .Select(m => m.GetParameters()[0].ParameterType).Distinct().OrderBy(t => t.Name),
    ];

    /// <summary>Where in clear words could stand, as <c>Type.Member</c> of the innermost type that declares it.</summary>
    public static IReadOnlyList<string> In(Type stored) => [.. Walk(stored, []).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type)) yield break;
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            foreach (var found in Of(member.PropertyType, $"{type.Name}.{member.Name}", seen)) yield return found;
        }
    }

    private static IEnumerable<string> Of(Type type, string place, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Domain.Pii<>)) return [];
        if (type.IsEnum || type.IsPrimitive && type != typeof(char) || Silent.Contains(type)) return [];
        if (Speaking.Contains(type)) return [place];
        if (Elements(type) is { Count: > 0 } elements) return elements.SelectMany(e => Of(e, place, seen));
        // A record of ours; anything else has a shape that this walk does not know.
        return type.Namespace?.StartsWith("Marketplace.", StringComparison.Ordinal) == true ? Walk(type, seen) : [place];
    }

    private static List<Type> Elements(Type type)
    {
        if (type.IsArray) return [type.GetElementType()!];
        return type != typeof(string) && type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? [.. type.GetGenericArguments()] : [];
    }
}
