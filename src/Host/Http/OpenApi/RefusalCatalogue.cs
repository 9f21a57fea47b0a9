using System.Collections.Frozen;
using System.Reflection;
using Marketplace.Application;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>
/// Every refusal that this program can tell, found where it is declared: static members that give a <see cref="Rejection"/> or
/// a <see cref="RequestFault"/>. For the reference only; a refusal in use never comes from here.
/// </summary>
public static class RefusalCatalogue
{
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Lazy<FrozenDictionary<string, RequestFault>> Found = new(Find);

    /// <summary>By code.</summary>
    public static IReadOnlyDictionary<string, RequestFault> All => Found.Value;

    private static FrozenDictionary<string, RequestFault> Find() =>
        new[] { typeof(RequestFault).Assembly, typeof(RefusedException).Assembly, typeof(Rejection).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters && !type.Name.Contains('<', StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(Members).Select(f => Value(f.FieldType, () => f.GetValue(null)))
                .Concat(type.GetMethods(Members).Where(m => !m.IsGenericMethod).Select(m => Value(m.ReturnType, () => m.Invoke(null, Arguments(m))))))
            .OfType<RequestFault>()
            .GroupBy(fault => fault.Rejection.Code, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    private static RequestFault? Value(Type type, Func<object?> get)
    {
        if (type != typeof(Rejection) && type != typeof(RequestFault)) return null;
        try
        {
            var value = get();
            return value is Rejection rejection ? new RequestFault(Problems.StatusOf(rejection.Kind), rejection) : value as RequestFault;
        }
        catch (Exception e) when (e is TargetInvocationException or NotSupportedException or ArgumentException)
        {
            // It wants arguments that mean something; then the operation that names its code fails the audit of operations.
            return null;
        }
    }

    private static object?[] Arguments(MethodInfo method) => [.. method.GetParameters().Select(p => Argument(p.ParameterType))];

    private static object? Argument(Type type)
    {
        if (type == typeof(string)) return "…";
        if (type.IsValueType) return Activator.CreateInstance(type);
        // Words that belong together, such as a step in both languages.
        if (type.GetConstructors() is [var only] && only.GetParameters() is { Length: > 0 } words && words.All(w => w.ParameterType == typeof(string)))
            return only.Invoke([.. words.Select(_ => (object)"…")]);
        return type.IsGenericType && type.GetGenericArguments() is [var element] && type.IsAssignableFrom(element.MakeArrayType())
            ? Array.CreateInstance(element, 0)
            : null;
    }
}
