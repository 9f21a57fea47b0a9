using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Notifications;

/// <summary>A message that went to a customer's phone, for whoever is asked whether it came (S38). It names neither number nor text.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="What">The purpose of a code, or the kind of a notice.</param>
/// <param name="SentAt">When it was made (a code) or taken by the gateway (a notice).</param>
/// <param name="Delivery">What the gateway said of it; null while it has said nothing.</param>
/// <param name="DeliveryAt">When that happened.</param>
public sealed record SentToPhone(Guid MessageId, string What, DateTimeOffset SentAt, DeliveryStatus? Delivery, DateTimeOffset? DeliveryAt);

/// <summary>Answers «was it delivered».</summary>
public sealed class DeliveryReports(KeyedHash hashes)
{
    private const int MostShown = 50;

    /// <summary>The SMS that went to the customer's phone of now or were notices to the customer, newest first. Codes are known for a day.</summary>
    public async Task<IReadOnlyList<SentToPhone>> OfAsync(IQuerySession session, Guid customerId, CancellationToken cancellation)
    {
        var codes = await CodesAsync(session, customerId, cancellation);
        var notices = await session.Query<Notice>().Where(n => n.CustomerId == customerId).OrderByDescending(n => n.AskedAt).Take(MostShown).ToListAsync(cancellation);
        var sent = codes.Where(c => c.Channel == CodeChannel.Sms).Select(c => new SentToPhone(c.Id, $"{c.Purpose}", c.IssuedAt, null, null))
            .Concat(notices.Where(n => n.SentTo == ContactKind.Phone).Select(n => new SentToPhone(n.Id, $"{n.Kind}", n.EndedAt!.Value, null, null)))
            .OrderByDescending(m => m.SentAt).Take(MostShown).ToList();
        var reports = (await session.LoadManyAsync<DeliveryReport>(cancellation, sent.Select(m => m.MessageId))).ToDictionary(r => r.Id);
        return [.. sent.Select(m => reports.TryGetValue(m.MessageId, out var r) ? m with { Delivery = r.Status, DeliveryAt = r.At } : m)];
    }

    private async Task<IReadOnlyList<Challenge>> CodesAsync(IQuerySession session, Guid customerId, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(customerId, cancellation);
        if (customer is null || Contact.Of(ContactKind.Phone, customer.Phone) is not { } phone) return [];
        var contact = ContactClaim.IdOf(phone, hashes);
        return await session.Query<Challenge>().Where(c => c.ContactHash == contact).ToListAsync(cancellation);
    }
}
