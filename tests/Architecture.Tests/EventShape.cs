using System.Reflection;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// What an event may look like. Its properties are written to the store as they are and stay there for ever, so they are flat
/// primitives, small records of the event's own feature (alone or in lists) that are checked the same way, or personal data as
/// <c>Pii&lt;T&gt;</c>; and none of them is computed. A value object would drag its shape of today into the store.
/// </summary>
internal static class EventShape
{
    private static readonly HashSet<Type> Primitives =
        [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(Guid), typeof(DateTimeOffset), typeof(DateOnly)];

    private static readonly HashSet<Type> Lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(List<>)];

    /// <summary>Concrete types below an abstract <c>…Event</c> or behind an <c>I…Event</c> of the same assembly.</summary>
    public static IReadOnlyList<Type> EventsOf(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && Bases(type).Any(IsEventBase)).OrderBy(type => type.Name)];

    public static IReadOnlyList<string> Faults(Type type)
    {
        List<string> faults = [];
        if (!type.IsSealed || !IsRecord(type)) faults.Add($"{type.Name} is not a sealed record");
        if (type.IsNested) faults.Add($"{type.Name} is nested: its short name would not be its own");
        if (type.Name.EndsWith("Updated", StringComparison.Ordinal)) faults.Add($"{type.Name} does not say what happened");
        faults.AddRange(OfMembers(type, type));
        return faults;
    }

    private static IEnumerable<string> OfMembers(Type type, Type happened)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance)) yield return $"{type.Name}.{field.Name} is a field";
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (IsComputed(type, property)) yield return $"{type.Name}.{property.Name} is computed";
            foreach (var fault in OfValue(property.PropertyType, happened)) yield return $"{type.Name}.{property.Name} {fault}";
        }
    }

    private static IEnumerable<string> OfValue(Type type, Type happened)
    {
        var value = PersonalOf(type) ?? ElementOf(type) ?? type;
        if (IsPrimitive(value)) return [];
        if (value != type && PersonalOf(value) is not null) return OfValue(value, happened);
        return IsRecord(value) && value.Namespace == happened.Namespace && value != happened
            ? OfMembers(value, happened).Select(fault => "holds " + fault)
            : [$"is of {value.Name}, which is neither a primitive nor a record of its feature"];
    }

    private static bool IsPrimitive(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value.IsEnum || Primitives.Contains(value);
    }

    /// <summary>The <c>T</c> of a <c>Pii&lt;T&gt;</c>.</summary>
    private static Type? PersonalOf(Type type) =>
        type is { IsGenericType: true, Name: "Pii`1" } ? type.GetGenericArguments()[0] : null;

    private static Type? ElementOf(Type type)
    {
        if (type.IsSZArray) return type.GetElementType();
        return type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()) ? type.GetGenericArguments()[0] : null;
    }

    private static bool IsComputed(Type type, PropertyInfo property) =>
        property.SetMethod is null
        && !type.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.Name == property.Name));

    /// <summary>Record classes have a clone method; record structs only print their members.</summary>
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static bool IsEventBase(Type type) =>
        type is { IsAbstract: true } && type.Name.EndsWith("Event", StringComparison.Ordinal)
        && (!type.IsInterface || type.Name.StartsWith('I'));

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var at = type.BaseType; at is not null && at.Assembly == type.Assembly; at = at.BaseType) yield return at;
        foreach (var face in type.GetInterfaces().Where(face => face.Assembly == type.Assembly)) yield return face;
    }
}
