using JasperFx.Events.Projections;
using Marten;

namespace Marketplace.Application.GroupCommits;

/// <summary>A view that is written together with its events.</summary>
/// <param name="Document">What it is stored as.</param>
/// <param name="Projection">The store's own way of writing it.</param>
internal sealed record InlineView(Type Document, IInlineProjection<IDocumentOperations> Projection)
{
    public static IReadOnlyList<InlineView> AllOf(DocumentStore store) =>
        [.. store.Options.Projections.All.Where(p => p.Lifecycle == ProjectionLifecycle.Inline).Select(p => new InlineView(((ProjectionBase)p).PublishedTypes().Single(), p.BuildForInline()))];
}
