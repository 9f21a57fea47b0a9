using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Marketplace.Architecture.Tests;

/// <summary>A field, property, parameter or return value, by name and type.</summary>
internal sealed record NamedValue(string Place, string Name, TypeReference Type);

/// <summary>Finds numbers that round: <c>double</c>, <c>float</c> and <c>decimal</c>.</summary>
internal static partial class FloatingPoint
{
    private static readonly HashSet<string> Rounding = ["System.Double", "System.Single", "System.Decimal", "System.Half"];

    private static readonly HashSet<Code> Producing = [Code.Ldc_R4, Code.Ldc_R8, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un];

    /// <summary>Every place of the assembly where such a number is declared, made or asked for.</summary>
    public static IReadOnlyList<string> Places(Assembly assembly, Func<TypeDefinition, bool> wanted) =>
        [.. TypesOf(assembly).Where(wanted).SelectMany(type => ValuesOf(type).Where(Rounds).Select(value => value.Place).Concat(type.Methods.SelectMany(InBody)))];

    /// <summary>The declared values whose name speaks of money.</summary>
    public static IReadOnlyList<NamedValue> MoneyOf(Assembly assembly) =>
        [.. TypesOf(assembly).SelectMany(ValuesOf).Where(value => MoneyWord().IsMatch(value.Name))];

    public static bool Rounds(NamedValue value) => Rounds(value.Type);

    private static IEnumerable<TypeDefinition> TypesOf(Assembly assembly) => ModuleDefinition.ReadModule(assembly.Location).GetTypes();

    private static IEnumerable<NamedValue> ValuesOf(TypeDefinition type)
    {
        foreach (var field in type.Fields) yield return new($"{type.FullName}.{field.Name}", field.Name, field.FieldType);
        foreach (var property in type.Properties) yield return new($"{type.FullName}.{property.Name}", property.Name, property.PropertyType);
        foreach (var method in type.Methods)
        {
            yield return new($"{type.FullName}.{method.Name}", method.Name, method.ReturnType);
            foreach (var each in method.Parameters) yield return new($"{type.FullName}.{method.Name}({each.Name})", each.Name, each.ParameterType);
        }
    }

    private static IEnumerable<string> InBody(MethodDefinition method)
    {
        if (!method.HasBody) return [];
        var locals = method.Body.Variables.Where(local => Rounds(local.VariableType)).Select(_ => $"a local of {method.FullName}");
        return locals.Concat(method.Body.Instructions.Where(Rounds).Select(at => $"{at.OpCode} in {method.FullName}"));
    }

    /// <summary>
    /// <c>now.AddDays(14)</c> converts its argument to double and is the clock's business; every other such instruction, and a
    /// call that answers with such a number, is not.
    /// </summary>
    private static bool Rounds(Instruction at)
    {
        if (Producing.Contains(at.OpCode.Code)) return !(at.Next?.Operand is MethodReference next && IsOfTime(next.DeclaringType));
        return at.Operand is MethodReference called && (Rounds(called.ReturnType) || Rounding.Contains(called.DeclaringType.FullName));
    }

    private static bool IsOfTime(TypeReference type) => type.FullName is "System.DateTimeOffset" or "System.DateTime" or "System.TimeSpan";

    private static bool Rounds(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.Any(Rounds),
        TypeSpecification wrapped => Rounds(wrapped.ElementType),
        _ => Rounding.Contains(type.FullName),
    };

    [GeneratedRegex("amount|balance|total|price|kopeck|money|cost|paid|refund|discount|fee(s|$)|points", RegexOptions.IgnoreCase)]
    private static partial Regex MoneyWord();
}
