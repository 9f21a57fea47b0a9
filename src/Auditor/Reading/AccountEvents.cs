using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>
/// Finds the streams of one account: that of the customer, every stream whose first event names the customer (<c>customerId</c>), such
/// as the wallet, the card and the orders, and those that somebody takes over later: a guest's order, a certificate.
/// </summary>
internal static class AccountEvents
{
    /// <summary>The events that give a stream to the customer whom they name, although it began without one.</summary>
    internal static readonly string[] TakingOver = ["guest_order_claimed", "certificate_activated"];

    /// <summary>Their events in the order in which the store numbered them; one account fits into memory.</summary>
    public static IEnumerable<StoredEvent> Of(IHistory history, Guid customer)
    {
        if (history is Database database) return database.Account(customer);
        // Read twice: what was taken over may have begun long before.
        HashSet<Guid> streams = [customer, .. Events(history).Where(e => (e.Version == 1 || TakingOver.Contains(e.Type)) && Names(e.Data, customer)).Select(e => e.Stream)];
        return Events(history).Where(e => streams.Contains(e.Stream)).OrderBy(e => e.Sequence);
    }

    private static IEnumerable<StoredEvent> Events(IHistory history) => history.Lines().OfType<EventLine>().Select(l => l.Event).OfType<StoredEvent>();

    private static bool Names(string data, Guid customer)
    {
        // Most events name somebody else: they are not taken apart.
        if (!data.Contains(customer.ToString(), StringComparison.OrdinalIgnoreCase)) return false;
        try
        {
            using var body = JsonDocument.Parse(data);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("customerId", out var id)
                && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var named) && named == customer;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
