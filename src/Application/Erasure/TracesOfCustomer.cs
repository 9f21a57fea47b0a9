using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine.Util;

namespace Marketplace.Application.Erasure;

/// <summary>
/// What an erasure removes, and what it leaves because it says nothing about a person. Every document of the store stands in one
/// of the two lists, which a test holds: whoever adds a document decides.
/// </summary>
public static class TracesOfCustomer
{
    /// <summary>What goes, in this order.</summary>
    public static IReadOnlyList<Trace> Removed { get; } =
    [
        Trace.Of<Session>(),
        Trace.Of<LinkTarget>(),
        Trace.Of<LinkedIdentity>(),
        Trace.Of<ExternalAttempt>(),
        Trace.Of<PasskeyCredential>(),
        Trace.Of<HeldIdentity>(),
        Trace.Of<SeenCard>(),
        Trace.Of<ExportTally>("id = @customer"),
        // Nobody could read a question or its answer any more, but support would still find it in its queue.
        Trace.Of<SupportQuestionView>(),
        // Codes that the account asked for, and those to sign in with its contacts.
        Trace.Of<Challenge>(
            "(data ->> 'customerId')::uuid = @customer or (data ->> 'contactHash' = any(@contacts) and (data ->> 'issuedAt')::timestamptz <= @erased)"),
        // Caps on codes forget by themselves in a day and go on until then; a contact that guessing has shut would stay shut for ever.
        Trace.Of<CodeTally>(
            "substring(id from position(':' in id) + 1) = any(@contacts) and (coalesce((data ->> 'closed')::boolean, false) or data ->> 'pausedUntil' is not null)"),
        Trace.Of<StoredAnswer>("data #>> '{body,of}' = @customer::text"),
        Trace.Messages("wolverine_incoming_envelopes"),
        Trace.Messages("wolverine_outgoing_envelopes"),
        Trace.Messages("wolverine_dead_letters"),
        Trace.Of<ContactClaim>(),
    ];

    /// <summary>
    /// Messages about the person, which are removed with them. Messages about money stay: they carry ids, and at most the keyed
    /// hash of a card that was approved a moment ago; what they promise (to let a stray card go) is owed to whoever it was.
    /// </summary>
    public static IReadOnlyList<Type> Messages { get; } =
        [typeof(LapseContactChange), typeof(WarnOfContactChange), typeof(CompleteContactChange)];

    /// <summary>What stays, and why that is no trace of a person. Personal values in it are <c>Pii</c>, unreadable without the key.</summary>
    public static IReadOnlyDictionary<Type, string> Kept { get; } = new Dictionary<Type, string>
    {
        [typeof(Customer)] = "CustomerErased folds it to an id and dates",
        [typeof(ErasureRecord)] = "an id and dates; it keeps the key destroyed",
        [typeof(Wallet)] = "amounts",
        [typeof(BonusCard)] = "points",
        [typeof(OrderView)] = "goods and amounts under an id that leads nowhere; it must equal its rebuild",
        [typeof(ReturnView)] = "goods and amounts under an id that leads nowhere; it must equal its rebuild",
        [typeof(FavouriteList)] = "goods under an id that leads nowhere; it must equal its rebuild",
        [typeof(ConsentsView)] = "versions and dates under an id that leads nowhere; it must equal its rebuild",
        [typeof(PromoCodeView)] = "terms under an id that leads nowhere; it must equal its rebuild",
        [typeof(Promotion)] = "terms and uses under ids that lead nowhere; its limits go on",
        [typeof(Referrals)] = "who invited whom under ids that lead nowhere",
        [typeof(FirstOrderDiscount)] = "used or not, under an id that leads nowhere",
        [typeof(ReservationView)] = "goods under an id that leads nowhere; it must equal its rebuild",
        [typeof(WaitlistEntryView)] = "goods under an id that leads nowhere; it must equal its rebuild",
        [typeof(ReviewView)] = "a rating under an id that leads nowhere; it must equal its rebuild",
        [typeof(ProductStock)] = "units, held under ids that lead nowhere",
        [typeof(GuestOrder)] = "two ids and dates once the order has joined an account; it keeps the guest's key destroyed",
        [typeof(Notice)] = "ids; without it a second reading of the events would tell again",
        [typeof(DeliveryReport)] = "the id of a message and whether it came",
        [typeof(AnsweredCeremony)] = "a random id and a date",
        [typeof(GuessTally)] = "a keyed hash and the times of wrong codes; it goes with somebody's next wrong code",
        [typeof(LookupTally)] = "an agent and times",
        [typeof(Product)] = "the catalogue",
        [typeof(PickupPoint)] = "the catalogue",
    };

    /// <summary>Removes everything of one person, and says how much it was.</summary>
    internal static async Task<IReadOnlyList<RemovedRows>> RemoveAsync(IDocumentSession session, Subject subject, CancellationToken cancellation)
    {
        string[] messages = [.. Messages.Select(m => m.ToMessageTypeName())];
        List<RemovedRows> removed = [];
        foreach (var trace in Removed) removed.Add(new RemovedRows(trace.Store, await trace.RemoveAsync(session, subject, messages, cancellation)));
        return removed;
    }
}
