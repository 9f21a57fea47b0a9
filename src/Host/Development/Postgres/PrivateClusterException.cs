namespace Marketplace.Host.Development.Postgres;

/// <summary>
/// The private cluster could not be had. The message is for the person at the console: what failed, and the end of the server's log.
/// </summary>
public sealed class PrivateClusterException(string message, Exception? inner = null) : Exception(message, inner);
