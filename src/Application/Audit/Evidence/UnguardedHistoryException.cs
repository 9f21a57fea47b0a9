namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// The triggers or functions that guard the history are not those of this version: somebody has opened it, or an older version made
/// them. The message says what and what to do. No host works on such a database.
/// </summary>
public sealed class UnguardedHistoryException(string message) : Exception(message);
