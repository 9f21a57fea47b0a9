using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Domain;

/// <summary>
/// What a decision answers: the events to append, in order, or one refusal. No events and no refusal means that what was
/// asked for has already happened.
/// </summary>
/// <typeparam name="TEvent">The events of the stream that was decided on.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "Decision<WalletEvent>.Nothing reads as a sentence")]
[SuppressMessage("Usage", "CA2225", Justification = "Conversions exist so that guard lines stay one line")]
public readonly record struct Decision<TEvent>
{
    private readonly IReadOnlyList<TEvent>? events;

    private Decision(IReadOnlyList<TEvent>? events, Rejection? rejection) => (this.events, Rejection) = (events, rejection);

    /// <summary>Already so: nothing to append.</summary>
    public static Decision<TEvent> Nothing => default;

    /// <summary>The refusal, or null when the command is obeyed.</summary>
    public Rejection? Rejection { get; }

    /// <summary>The events to append; empty for a repeat and for a refusal.</summary>
    public IReadOnlyList<TEvent> Events => events ?? [];

    /// <summary>Whether the command is refused.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    public bool IsRefused => Rejection is not null;

    /// <summary>These events, in this order.</summary>
    public static Decision<TEvent> Of(params IReadOnlyList<TEvent> happened) => new(happened, null);

    /// <summary>One event.</summary>
    public static implicit operator Decision<TEvent>(TEvent happened) => new([happened], null);

    /// <summary>Several events.</summary>
    public static implicit operator Decision<TEvent>(List<TEvent> happened) => new(happened, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Decision<TEvent>(Rejection rejection) => new(null, rejection);
}
