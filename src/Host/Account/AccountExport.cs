using System.Text.Json.Nodes;
using Marketplace.Application.Views;
using Marketplace.Host.Auth;

namespace Marketplace.Host.Account;

/// <summary>Everything that is kept of a customer, in clear, for its owner.</summary>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="ExportedAt">When it was handed over.</param>
/// <param name="Profile">Who the customer is.</param>
/// <param name="Phone">The phone of now.</param>
/// <param name="Email">The e-mail of now.</param>
/// <param name="EmailVerified">Whether the mailbox is proven.</param>
/// <param name="Consents">What was agreed to.</param>
/// <param name="Sessions">Where the customer is signed in.</param>
/// <param name="Streams">All that happened.</param>
public sealed record AccountExport(
    Guid CustomerId, DateTimeOffset ExportedAt, ProfileResponse? Profile, string? Phone, string? Email, bool EmailVerified,
    IReadOnlyList<ConsentView> Consents, IReadOnlyList<SessionItem> Sessions, IReadOnlyList<ExportedStream> Streams)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(AccountExport);
}

/// <summary>What happened to one thing of the customer's, the oldest first.</summary>
/// <param name="Stream">customer, wallet, bonus-card, favourites, first-order-discount, referrals, certificate, support-question, order or review.</param>
/// <param name="Id">The stream.</param>
/// <param name="Events">Its events.</param>
public sealed record ExportedStream(string Stream, Guid Id, IReadOnlyList<ExportedEvent> Events);

/// <summary>Something that happened.</summary>
/// <param name="EventId">Its identity.</param>
/// <param name="Type">What it was.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="RecordedAt">When it was recorded; when it took effect is in the data.</param>
/// <param name="Data">The event, personal values in clear; who of support it was is left out.</param>
public sealed record ExportedEvent(Guid EventId, string Type, long Version, DateTimeOffset RecordedAt, JsonNode? Data);
