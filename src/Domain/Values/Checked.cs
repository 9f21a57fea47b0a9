using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Domain.Values;

/// <summary>
/// What came of checking a value a person typed: the value, or one refusal. The counterpart of <see cref="Decision{TEvent}"/>
/// for input: <c>if (requisites.IsRefused) return requisites.Rejection;</c>.
/// </summary>
/// <typeparam name="T">The value once it is known to be right.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "Conversions exist so that guard lines stay one line")]
public sealed class Checked<T>
    where T : class
{
    private Checked(T? value, Rejection? rejection) => (Value, Rejection) = (value, rejection);

    /// <summary>The value; null when it is refused.</summary>
    public T? Value { get; }

    /// <summary>The refusal, or null when the value is right.</summary>
    public Rejection? Rejection { get; }

    /// <summary>Whether the value is refused.</summary>
    [MemberNotNullWhen(true, nameof(Rejection))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Rejection is not null;

    /// <summary>The value is right.</summary>
    public static implicit operator Checked<T>(T value) => new(value, null);

    /// <summary>The value is refused.</summary>
    public static implicit operator Checked<T>(Rejection rejection) => new(null, rejection);
}
