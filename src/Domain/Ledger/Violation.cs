namespace Marketplace.Domain.Ledger;

/// <summary>A broken promise, found by folding the history.</summary>
/// <param name="Invariant">Which one: <c>I1</c> …</param>
/// <param name="StreamId">The stream it was found in, or the empty id for the whole ledger.</param>
/// <param name="Version">After which event of the stream; 0 when it is not about one event.</param>
/// <param name="Finding">What is wrong, in one sentence without personal data.</param>
public sealed record Violation(string Invariant, Guid StreamId, long Version, string Finding);
