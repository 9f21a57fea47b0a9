using FluentAssertions;

namespace Marketplace.Domain.Tests;

/// <summary>
/// Given what happened, when something is decided, then these events follow, or a refusal, or nothing. The state is what the
/// aggregate's own <c>Evolve</c> makes of the given events, so a scenario cannot start where no history leads to.
/// </summary>
public static class Scenario
{
    /// <summary>The history so far.</summary>
    public static Given<TState, TEvent> Given<TState, TEvent>(Func<TState?, TEvent, TState?> evolve, params IEnumerable<TEvent> events)
        where TState : class =>
        new(events.Aggregate(default(TState), evolve));
}

/// <summary>The state that a decision is about; null when nothing has happened yet.</summary>
public sealed record Given<TState, TEvent>(TState? State)
    where TState : class
{
    /// <summary>Decides.</summary>
    public Outcome<TEvent> When(Func<TState, Decision<TEvent>> decide) => new(decide(State!));
}

/// <summary>What was decided.</summary>
public sealed record Outcome<TEvent>(Decision<TEvent> Decision)
{
    /// <summary>Exactly these events, in this order.</summary>
    public void Then(params TEvent[] expected)
    {
        Decision.Rejection.Should().BeNull();
        Decision.Events.Should().BeEquivalentTo(expected, o => o.WithStrictOrdering().RespectingRuntimeTypes().ComparingRecordsByMembers());
        Decision.Events.Select(e => e!.GetType()).Should().Equal(expected.Select(e => e!.GetType()));
    }

    /// <summary>A refusal with that code; it is returned for a look at its facts.</summary>
    public Rejection ThenRefused(string code)
    {
        Decision.Events.Should().BeEmpty();
        Decision.Rejection.Should().NotBeNull();
        Decision.Rejection!.Code.Should().Be(code);
        return Decision.Rejection;
    }

    /// <summary>Neither events nor a refusal: it is so already.</summary>
    public void ThenNothing()
    {
        Decision.Rejection.Should().BeNull();
        Decision.Events.Should().BeEmpty();
    }
}
