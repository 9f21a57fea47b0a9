using System.Collections.Concurrent;
using JasperFx.Events;
using JasperFx.Events.Aggregation;
using JasperFx.Events.Projections;
using Marten;

namespace Marketplace.Application.GroupCommits;

/// <summary>A view that is written together with its events.</summary>
/// <param name="Document">What it is stored as.</param>
/// <param name="Projection">The store's own way of writing it.</param>
/// <param name="Events">The events that change it.</param>
internal sealed record InlineView(Type Document, IInlineProjection<IDocumentOperations> Projection, IReadOnlyList<Type> Events)
{
    private readonly ConcurrentDictionary<Type, bool> follows = new();

    public static IReadOnlyList<InlineView> AllOf(DocumentStore store) => [.. store.Options.Projections.All.Where(p => p.Lifecycle == ProjectionLifecycle.Inline).Select(p =>
        new InlineView(((ProjectionBase)p).PublishedTypes().Single(), p.BuildForInline(), EventsOf((IAggregateProjection)p)))];

    /// <summary>
    /// Writes what follows from these streams. Most views have nothing to do with most streams: the store's projections find that out for each
    /// stream anew, for which a tenth of a batch's time went, so that here it is remembered.
    /// </summary>
    public Task ApplyAsync(IDocumentSession session, IEnumerable<StreamAction> appended)
    {
        List<StreamAction> ours = [.. appended.Where(s => s.Events.Any(e => Follows(e.EventType)))];
        return ours.Count == 0 ? Task.CompletedTask : Projection.ApplyAsync(session, ours, CancellationToken.None);
    }

    private static Type[] EventsOf(IAggregateProjection projection) => projection.AllEventTypes is { Length: > 0 } named
        ? named
        : throw new InvalidOperationException($"The projection of {projection.AggregateType} names no events, and a batch would not know when to write it.");

    // As the projection decides it: by the type or a base of it.
    private bool Follows(Type happened) => follows.GetOrAdd(happened, static (type, events) => events.Any(e => e.IsAssignableFrom(type)), Events);
}
