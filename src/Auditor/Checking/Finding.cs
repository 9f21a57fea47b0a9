namespace Marketplace.Auditor.Checking;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Code">What, in one word that never changes.</param>
/// <param name="Position">Where: <c>index= sequence= stream= version=</c> of an event, or <c>checkpoint=</c> with the range of places that it is about.</param>
/// <param name="Text">The same for people.</param>
public sealed record Finding(string Code, string Position, string Text)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"BAD {Code} {Position}: {Text}";
}
