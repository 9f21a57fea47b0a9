using CsCheck;
using FluentAssertions;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>
/// The random lives are worth something only when they find what is wrong: each of these faults is found, by a broken promise and
/// not by an accident, within the number of lives that every run plays.
/// </summary>
public class PlantedFaultsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. Fault.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void I1_to_I9_a_planted_fault_is_found_within_the_lives_of_every_run(string name)
    {
        var random = new PCG((uint)Random.Shared.Next());
        output.WriteLine($"seed {random}");
        var fault = Fault.All.Single(f => f.Name == name);

        var found = Enumerable.Range(1, RandomLivesTests.InEveryRun).Select(life => (life, broken: Broken(fault, Step.Lives.Generate(random, null, out _))))
            .FirstOrDefault(played => played.broken is not null);

        output.WriteLine($"life {found.life}: {found.broken}");
        found.broken.Should().NotBeNull($"{RandomLivesTests.InEveryRun} lives would let it pass that {name}");
    }

    [Fact]
    public void The_faults_are_many_enough() => Fault.All.Select(f => f.Name).Should().OnlyHaveUniqueItems().And.HaveCountGreaterThanOrEqualTo(5);

    private static string? Broken(Fault fault, Step[] steps)
    {
        try
        {
            new Life(fault).Play(steps);
            return null;
        }
        catch (BrokenPromiseException broken)
        {
            return broken.Message;
        }
    }
}
