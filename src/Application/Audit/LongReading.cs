using System.Data;
using Marten;
using Marten.Services;

namespace Marketplace.Application.Audit;

/// <summary>
/// Sessions for whoever reads the whole history. The store gives a statement half a minute, or what the connection string says, which is
/// plenty for a command and too little for the first row of millions in their order.
/// </summary>
public static class LongReading
{
    /// <summary>How long one statement may take, in seconds.</summary>
    internal const int Seconds = 600;

    /// <summary>A session that only reads.</summary>
    public static IQuerySession ReadAtLength(this IDocumentStore store) => store.QuerySession(new SessionOptions { Timeout = Seconds });

    /// <summary>A session that reads all at one moment, while others go on writing.</summary>
    public static async Task<IDocumentSession> ReadOneMomentAsync(this IDocumentStore store, CancellationToken cancellation)
    {
        var session = store.LightweightSession(new SessionOptions { IsolationLevel = IsolationLevel.RepeatableRead, Timeout = Seconds });
        try
        {
            await session.BeginTransactionAsync(cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }
}
