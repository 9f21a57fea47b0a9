namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// What is stored is not what was signed before, or not what can be signed after it. No further checkpoint is written: it would
/// put a signature under a second history. The message says what was found and carries nothing personal.
/// </summary>
public sealed class HistoryStoppedException(string message) : Exception(message);
