using System.Globalization;
using System.Text;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Tests;

/// <summary>
/// Tells the life of an aggregate as lines that a person can check: Moscow time · event · the facts that matter · the state
/// after it. Refusals are told too: they are part of the life.
/// </summary>
/// <param name="evolve">How the state follows from events.</param>
/// <param name="facts">What matters of an event, in words.</param>
/// <param name="standing">What matters of the state, in words.</param>
public sealed class Story<TState, TEvent>(Func<TState?, TEvent, TState?> evolve, Func<TEvent, string> facts, Func<TState, string> standing)
    where TState : class
    where TEvent : class
{
    private readonly StringBuilder text = new();

    public TState? State { get; private set; }

    /// <summary>What was asked for, and what came of it.</summary>
    public Story<TState, TEvent> Tell(DateTimeOffset at, Func<TState, Decision<TEvent>> decide)
    {
        var decision = decide(State!);
        if (decision.IsRefused) Line(at, "refused", decision.Rejection.Code);
        if (!decision.IsRefused && decision.Events.Count == 0) Line(at, "nothing", "it is so already");
        foreach (var happened in decision.Events)
        {
            State = evolve(State, happened);
            Line(at, happened.GetType().Name, facts(happened));
        }

        return this;
    }

    public override string ToString() => text.ToString();

    private void Line(DateTimeOffset at, string what, string details)
    {
        string[] parts = [StoryWords.Day(at), what, details, State is null ? "" : standing(State)];
        text.AppendJoin(" · ", parts.Where(p => p.Length > 0)).Append('\n');
    }
}

/// <summary>Amounts as the stories write them.</summary>
internal static class StoryWords
{
    internal static string Rub(long kopecks) => new Money(kopecks).ToString();

    internal static string Day(DateTimeOffset moment) => moment.ToOffset(TimeSpan.FromHours(3)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
