namespace Marketplace.Domain;

/// <summary>
/// A personal value in an event or a document. It is written encrypted under its subject's own key, and reads as erased once
/// that key is destroyed (S100). No decision depends on <see cref="Value"/>.
/// </summary>
/// <typeparam name="T">The value: a string or a flat record of strings.</typeparam>
/// <param name="Subject">The customer whose datum this is.</param>
/// <param name="Class">What it is, in one word (<c>phone</c>, <c>requisites</c>); part of what the ciphertext is bound to.</param>
/// <param name="Value">The value in clear, or null when it is erased.</param>
public sealed record Pii<T>(Guid Subject, string Class, T? Value) where T : class
{
    /// <summary>Whether the subject's key is gone and with it the value.</summary>
    public bool IsErased => Value is null;

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => IsErased ? "[erased]" : "[pii]";
}
