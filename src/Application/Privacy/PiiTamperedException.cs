namespace Marketplace.Application.Privacy;

/// <summary>
/// A stored personal value is not what was written: its bytes, subject or class were changed, or its row's key was. An alarm
/// for a person to look at; it is never told as «erased».
/// </summary>
/// <param name="subject">Whose value it claims to be.</param>
/// <param name="class">What it claims to be.</param>
public sealed class PiiTamperedException(Guid subject, string @class)
    : Exception($"A stored personal value of class '{@class}' of the subject {subject} was changed after it was written.")
{
    /// <summary>Whose value it claims to be.</summary>
    public Guid Subject { get; } = subject;

    /// <summary>What it claims to be.</summary>
    public string Class { get; } = @class;
}
