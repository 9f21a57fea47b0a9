using Marten;
using Npgsql;

namespace Marketplace.Application.Customers;

/// <summary>Lets one transaction after the other work on something that may have no row yet.</summary>
public static class TransactionLock
{
    /// <summary>
    /// Waits until no other transaction holds the key, and holds it until this one ends. What is read afterwards is what the
    /// others have committed.
    /// </summary>
    public static async Task LockAsync(this IDocumentSession session, string key, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))");
        command.Parameters.Add(new NpgsqlParameter { Value = key });
        await session.ExecuteAsync(command, cancellation);
    }
}
