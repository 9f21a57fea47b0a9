using Marketplace.Domain;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>A history that is about to be written down: its name, its events and the state that they make.</summary>
internal interface ILife
{
    /// <summary>The kind of stream and the story, with a dot between them; the name of its files.</summary>
    string Name { get; }

    IReadOnlyList<object> Events { get; }

    object State { get; }
}

/// <summary>The life of one aggregate, as its own decisions make it and nothing else. Ids follow from names and moments from the minute.</summary>
internal sealed class Life<TState, TEvent>(string name, Func<TState?, TEvent, TState?> evolve) : ILife
    where TState : class
    where TEvent : class
{
    private readonly List<object> events = [];
    private TState? state;

    public string Name => name;

    public IReadOnlyList<object> Events => events;

    public object State => state ?? throw new InvalidOperationException($"Nothing happened in {name}.");

    /// <summary>Something is decided, and it must come to something: a refusal or nothing is an error in the life.</summary>
    public Life<TState, TEvent> Then(Func<TState, Decision<TEvent>> decide)
    {
        var decision = decide(state!);
        if (decision.IsRefused) throw new InvalidOperationException($"{name} ends early: {decision.Rejection.Code}");
        if (decision.Events.Count == 0) throw new InvalidOperationException($"{name}: nothing comes of the decision after {events.Count} events.");
        foreach (var one in decision.Events)
        {
            events.Add(one);
            state = evolve(state, one);
        }

        return this;
    }
}

/// <summary>Ids, moments and personal values of the lives.</summary>
internal static class Golden
{
    /// <summary>The customer of nearly all lives.</summary>
    public static readonly Guid Maria = Id("customer");

    /// <summary>The customer who is erased: nobody has that key any more.</summary>
    public static readonly Guid Erased = Id("erased customer");

    /// <summary>Monday 9 November 2026, noon in Moscow.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    public static Guid Id(string name) => DeterministicId.Of(Guid.Empty, name);

    public static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    public static DateTimeOffset On(int day) => Noon.AddDays(day);

    public static Pii<string> Personal(string @class, string value) => new(Maria, @class, value);
}
