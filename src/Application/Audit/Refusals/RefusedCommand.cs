namespace Marketplace.Application.Audit.Refusals;

/// <summary>A command that was refused, as evidence (U9). It says who wanted what and which rule forbade it, and nothing personal.</summary>
/// <param name="Id">The entry.</param>
/// <param name="RefusedAt">When.</param>
/// <param name="Command">The method and the route's pattern, without values: <c>POST /api/orders/{id:guid}/payment</c>.</param>
/// <param name="Code">Why: the code that was answered.</param>
/// <param name="Status">The HTTP status that was answered.</param>
/// <param name="CustomerId">Whose session it was; null when no customer was signed in.</param>
/// <param name="SubjectId">The id in the route, such as the order's; null when it has none.</param>
/// <param name="Actor"><c>customer</c>, <c>anonymous</c>, or <c>staff:</c> and what the authority calls them.</param>
/// <param name="RequestKey">A hash of caller, route and <c>Idempotency-Key</c>: repeats of one intent have the same. Null without a key.</param>
public sealed record RefusedCommand(
    Guid Id, DateTimeOffset RefusedAt, string Command, string Code, int Status, Guid? CustomerId, Guid? SubjectId, string Actor, string? RequestKey);
