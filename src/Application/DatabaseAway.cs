using System.Net.Sockets;
using Marketplace.Application.Privacy;
using Npgsql;

namespace Marketplace.Application;

/// <summary>Tells a database (or the service that unwraps the keys of one) that is away for a moment from one that says no.</summary>
public static class DatabaseAway
{
    /// <summary>Whether the database was away, and the same may work later.</summary>
    public static bool Caused(Exception exception) => exception.Chain().Any(IsIt);

    /// <summary>A deadlock or a failed serialization: the command may simply be sent again.</summary>
    public static bool LostRace(Exception exception) => exception.Chain().OfType<PostgresException>()
        .Any(p => p.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure);

    /// <summary>A lock was waited for as long as the transaction waits.</summary>
    public static bool WaitedTooLong(Exception exception) => exception.Chain().OfType<PostgresException>().Any(p => p.SqlState is PostgresErrorCodes.LockNotAvailable);

    /// <summary>An exception and all that it wraps.</summary>
    public static IEnumerable<Exception> Chain(this Exception exception)
    {
        for (var e = exception; e is not null; e = (e as AggregateException)?.InnerExceptions[0] ?? e.InnerException) yield return e;
    }

    private static bool IsIt(Exception exception) => exception switch
    {
        // Shut down, crashed, starting up, broken connection, no connection left, no room.
        PostgresException p => p.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || p.SqlState.StartsWith("08", StringComparison.Ordinal) || p.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException n => n.IsTransient || n.InnerException is SocketException or IOException or TimeoutException,
        SocketException or MasterKeyAwayException => true,
        _ => false,
    };
}
