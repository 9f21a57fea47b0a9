using FluentAssertions;
using Mono.Cecil;
using Xunit;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// A view that read a clock would show something else after a rebuild. Views, and the states that are folded from events, are
/// made of events alone; times that depend on now are compared where somebody asks.
/// </summary>
public class ClockTests
{
    private static readonly HashSet<string> Clocks =
        ["System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Environment.get_TickCount", "System.Environment.get_TickCount64"];

    [Fact]
    public void X27_no_view_and_no_projection_reads_a_clock()
    {
        var folds = Folds(Solution.Application).Concat(Folds(Solution.Domain)).ToList();

        folds.Select(m => m.DeclaringType.Name).Should().Contain(["OrderView", "ReservationView", "WaitlistEntryView", "ReviewView", "ProductStock", "ReservationViewProjection"]);
        folds.SelectMany(Readings).ShouldBeNone();
    }

    [Fact]
    public void A_clock_is_found_wherever_it_hides() =>
        Methods(typeof(ClockSample).Assembly).Where(m => m.DeclaringType.FullName.Contains(nameof(ClockSample), StringComparison.Ordinal))
            .SelectMany(Readings).Should().HaveCount(4).And.NotContain(place => place.Contains("Compares", StringComparison.Ordinal));

    /// <summary>All code of the types that fold events, with what the compiler made of it, and of the projections that call them.</summary>
    private static IEnumerable<MethodDefinition> Folds(System.Reflection.Assembly assembly)
    {
        var methods = Methods(assembly).ToList();
        var folding = methods.Where(m => IsFold(m) || IsProjection(m.DeclaringType)).Select(m => Outermost(m.DeclaringType).FullName).ToHashSet();
        // What configures the store holds the clock for the store itself; its projections are nested types and are looked at.
        return methods.Where(m => folding.Contains(Outermost(m.DeclaringType).FullName) && (m.DeclaringType.IsNested || m.DeclaringType.Name != "MarketplaceStore"));
    }

    private static bool IsFold(MethodDefinition method) => method is { IsStatic: true, Name: "Fold" or "Evolve", Parameters.Count: 2 };

    private static bool IsProjection(TypeDefinition type) => type.BaseType?.Name.Contains("Projection", StringComparison.Ordinal) == true;

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<MethodDefinition> Methods(System.Reflection.Assembly assembly) =>
        ModuleDefinition.ReadModule(assembly.Location).GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody);

    private static IEnumerable<string> Readings(MethodDefinition method) => method.Body.Instructions
        .Select(at => at.Operand).OfType<MethodReference>().Where(IsClock).Select(called => $"{called.Name} in {method.FullName}");

    private static bool IsClock(MethodReference called)
    {
        var type = called.DeclaringType.FullName;
        var isNow = type is "System.DateTime" or "System.DateTimeOffset" && called.Name is "get_UtcNow" or "get_Now" or "get_Today";
        return isNow || Clocks.Contains(type) || Clocks.Contains($"{type}.{called.Name}");
    }
}

internal static class ClockSample
{
    public static readonly Func<long> Hidden = () => DateTime.UtcNow.Ticks;

    public static bool IsOver(DateTimeOffset until) => until <= DateTimeOffset.UtcNow;

    public static DateTimeOffset Injected(TimeProvider clock) => clock.GetUtcNow();

    public static long Ticks() => Environment.TickCount64;

    public static bool Compares(DateTimeOffset until, DateTimeOffset now) => until <= now;
}
