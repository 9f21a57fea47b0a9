using Marten;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>
/// Goes on with erasures whose messages were lost or given up. Sent every five minutes; it may be repeated, skipped or run
/// twice at once.
/// </summary>
public sealed record ResumeErasures;

/// <summary>Handles <see cref="ResumeErasures"/>.</summary>
public static class ResumeErasuresHandler
{
    // Younger ones are most likely under way.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    /// <summary>Begins anew with each; every step that was done finds nothing to do.</summary>
    public static async Task<OutgoingMessages> Handle(ResumeErasures _, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() - Young;
        var open = await session.Query<ErasureRecord>().Where(r => r.CompletedAt == null).ToListAsync(cancellation);
        return [.. open.Where(r => r.ConfirmedAt <= until).Select(r => new EraseCustomer(r.Id))];
    }
}
