using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>
/// Finds the streams of one account: that of the customer, and every stream whose first event names the customer
/// (<c>customerId</c>), such as the wallet, the card and the orders.
/// </summary>
internal static class AccountEvents
{
    /// <summary>Their events in the order in which the store numbered them; one account fits into memory.</summary>
    public static IEnumerable<StoredEvent> Of(IHistory history, Guid customer)
    {
        if (history is Database database) return database.Account(customer);
        HashSet<Guid> streams = [customer];
        List<StoredEvent> found = [];
        // The first event of a stream stands before the others in every export.
        foreach (var e in history.Lines().OfType<EventLine>().Select(l => l.Event).OfType<StoredEvent>())
        {
            if (e.Version == 1 && Names(e.Data, customer)) streams.Add(e.Stream);
            if (streams.Contains(e.Stream)) found.Add(e);
        }

        return found.OrderBy(e => e.Sequence);
    }

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
