namespace Marketplace.Application.Privacy;

/// <summary>The key service does not answer, or not now. It is no verdict about any key: the same may work later.</summary>
/// <param name="message">What happened, with nothing secret in it.</param>
/// <param name="inner">Why.</param>
public sealed class MasterKeyAwayException(string message, Exception? inner = null) : Exception(message, inner);
