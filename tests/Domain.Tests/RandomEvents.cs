using System.Collections;
using System.Reflection;
using CsCheck;

namespace Marketplace.Domain.Tests;

/// <summary>
/// Any event of a stream with any members, sensible or not: ids from a small pool so that events meet, amounts of either sign,
/// times around the usual. Made from the constructors, so a new event is included by being there.
/// </summary>
internal static class RandomEvents
{
    private static readonly Guid[] Ids = [Guid.Empty, Known.Id("a"), Known.Id("b"), Known.Id("c")];

    // Sums of these stay far from the ends of long: that arithmetic overflows loudly is the business of Money's own tests.
    private static readonly Gen<long> Amount = Gen.OneOf(Gen.Long[-3, 3], Gen.Long[-1_000_000_000, 1_000_000_000]);

    internal static Gen<TEvent> Of<TEvent>() where TEvent : class
    {
        var types = typeof(TEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(TEvent))).ToArray();
        return Gen.OneOf<Gen<object>>([.. types.Select(Instance)]).SelectMany(g => g).Select(e => (TEvent)e);
    }

    private static Gen<object> Instance(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).MaxBy(c => c.GetParameters().Length)!;
        return constructor.GetParameters()
            .Select(p => Value(p.ParameterType))
            .Aggregate(Gen.Const<object?[]>([]), (before, next) => Gen.Select(before, next, (values, value) => (object?[])[.. values, value]))
            .Select(constructor.Invoke);
    }

    private static Gen<object?> Value(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Gen.Select(Gen.Bool, Value(underlying), (there, value) => there ? value : null);
        if (type.IsEnum) return Gen.OneOf<object>([.. Enum.GetValues(type).Cast<object>()]).Select(v => (object?)v);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(type.GetGenericArguments()[0]);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int64 => Amount.Select(v => (object?)v),
            TypeCode.Int32 => Gen.Int[-3, 5].Select(v => (object?)v),
            TypeCode.String => Gen.OneOf("a", "b", "").Select(v => (object?)v),
            _ when type == typeof(Guid) => Gen.Int[0, Ids.Length - 1].Select(i => (object?)Ids[i]),
            _ when type == typeof(DateTimeOffset) => Gen.Int[-40, 400].Select(days => (object?)Known.Noon.AddDays(days)),
            _ when type == typeof(DateOnly) => Gen.Int[1, 300].Select(day => (object?)DateOnly.FromDayNumber(739_000 + day)),
            _ => Instance(type).Select(v => (object?)v),
        };
    }

    private static Gen<object?> List(Type element) => Value(element).Array[0, 3].Select(values =>
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (var value in values) list.Add(value);
        return (object?)list;
    });
}
