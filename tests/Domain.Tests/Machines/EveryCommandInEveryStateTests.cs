using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>
/// What every command does to every kind of aggregate in every state that matters: one table for each, read by a person. A command or
/// an aggregate that is new has no place in them yet and fails here.
/// </summary>
public partial class EveryCommandInEveryStateTests
{
    public static TheoryData<string> Names => [.. Machines.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_in_every_state_has_the_outcome_of_the_table(string name) => Snapshots.Match(Machines.Named(name).Table(), $"{name} in every state");

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_refused_is_refused_by_a_name_and_in_both_languages(string name)
    {
        var machine = Machines.Named(name);
        machine.Commands.Should().NotBeEmpty("a rule that examines nothing proves nothing");
        foreach (var refused in machine.Commands.SelectMany(machine.Outcomes).Select(o => o.Outcome?.Rejection).OfType<Rejection>())
        {
            refused.Code.Should().MatchRegex(Code());
            (refused.English.Trim().Length, refused.Russian.Trim().Length).Should().Match<(int English, int Russian)>(l => l.English > 0 && l.Russian > 0, "of {0}", refused.Code);
        }
    }

    [Fact]
    public void Every_kind_of_aggregate_has_its_table()
    {
        var states = typeof(Decision<>).Assembly.GetTypes()
            .Where(t => t.GetMethod("Evolve", BindingFlags.Public | BindingFlags.Static) is { } evolve && evolve.ReturnType == t);
        Machines.All.Select(m => m.State).Should().BeEquivalentTo(states);
    }

    [GeneratedRegex("^[a-z][a-z-]*\\.[a-z0-9][a-z0-9-]*$")]
    private static partial Regex Code();
}
