using System.Collections.Immutable;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>When a customer's data were handed over, so that the limit holds over restarts and hosts.</summary>
/// <param name="Id">The customer.</param>
/// <param name="HandedOver">The last times, the oldest first.</param>
public sealed record ExportTally(Guid Id, ImmutableList<DateTimeOffset> HandedOver);

/// <summary>Counts one export before it begins.</summary>
public sealed record RecordExport(Guid CustomerId);

/// <summary>Handles <see cref="RecordExport"/>.</summary>
public static class RecordExportHandler
{
    /// <summary>Counts it, or refuses it.</summary>
    /// <exception cref="RefusedException">There were too many.</exception>
    public static async Task Handle(RecordExport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await session.LockAsync($"export:{command.CustomerId:D}", cancellation);
        var past = (await session.LoadAsync<ExportTally>(command.CustomerId, cancellation))?.HandedOver ?? [];
        if (ExportLimit.Refuse(past, now) is { } refusal) throw new RefusedException(refusal);
        session.Store(new ExportTally(command.CustomerId, [.. past.TakeLast(ExportLimit.Most - 1), now]));
    }
}
