using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Host.BonusCards;
using Marketplace.Host.Wallets;

namespace Marketplace.Host.Account;

/// <summary>Who the customer is, as the customer said (S13).</summary>
public sealed record ProfileResponse(string Surname, string Name, string? Patronymic, DateOnly? BirthDate)
{
    internal static ProfileResponse? Of(Customer customer) =>
        customer.Profile?.Value is { } p ? new ProfileResponse(p.Surname, p.Name, p.Patronymic, p.BirthDate) : null;

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(ProfileResponse);
}

/// <summary>How far the account is trusted (S9).</summary>
/// <param name="Level"><c>restricted</c> or <c>protected</c>.</param>
/// <param name="Activated">Whether the code from the phone stood by the profile and the e-mail (S15).</param>
/// <param name="Missing">The steps to protection that have not been made, in their order.</param>
public sealed record ProtectionResponse(ProtectionLevel Level, bool Activated, IReadOnlyList<string> Missing)
{
    internal static ProtectionResponse Of(Customer customer) =>
        new(Entitlements.LevelOf(customer), customer.Activated, Entitlements.Missing(customer));
}

/// <summary>Whether the customer wants the news (S78), and where and when that was said last.</summary>
/// <param name="Subscribed">Whether the news are wanted.</param>
/// <param name="Source">Where they were asked for; null when they never were.</param>
/// <param name="ChangedAt">When they were asked for or refused last.</param>
public sealed record NewsletterResponse(bool Subscribed, string? Source, DateTimeOffset? ChangedAt)
{
    internal static NewsletterResponse Of(IEnumerable<ConsentView> consents) =>
        consents.FirstOrDefault(c => c.Kind == ConsentsView.News) is { } last
            ? new NewsletterResponse(last.InForce, last.Source, last.RevokedAt ?? last.GivenAt)
            : new NewsletterResponse(false, null, null);
}

/// <summary>A contact that is about to change (S45–S48).</summary>
/// <param name="ChangeId">The change.</param>
/// <param name="Kind"><c>phone</c> or <c>email</c>.</param>
/// <param name="NewContact">What it is to become, masked: it may be a thief's.</param>
/// <param name="ProveBy">Until when the new contact must be proved.</param>
/// <param name="ScheduledAt">When it was proved without the old one; null until then.</param>
/// <param name="EffectiveAt">When the change takes effect unless it is cancelled; null until the new contact is proved.</param>
public sealed record PendingChangeResponse(
    Guid ChangeId, ContactKind Kind, string? NewContact, DateTimeOffset ProveBy, DateTimeOffset? ScheduledAt, DateTimeOffset? EffectiveAt)
{
    internal static PendingChangeResponse Of(PendingContactChange change) => new(
        change.ChangeId, change.Kind, MaskedContact.Of(change.Kind, change.NewContact), change.ProveBy, change.ScheduledAt, change.EffectiveAt);
}

/// <summary>An order that is owed for in instalments (S72).</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Outstanding">Kopecks that are owed for it.</param>
/// <param name="Next">The part that is due next.</param>
public sealed record InstalmentDebtResponse(Guid OrderId, long Outstanding, InstalmentPart Next)
{
    internal static InstalmentDebtResponse Of(OrderView order) => new(order.OrderId, order.Instalments!.Outstanding, order.Instalments.Due[0]);
}

/// <summary>
/// The one page of the account (S104): who it is and how far it is trusted, the money, the points, the orders under way, what
/// was agreed to, and what is about to change.
/// </summary>
public sealed record AccountResponse(
    Guid CustomerId,
    ProfileResponse? Profile,
    string? Phone,
    string? Email,
    bool EmailVerified,
    ProtectionResponse Protection,
    string? TermsVersion,
    string Currency,
    WalletResponse Wallet,
    BonusCardResponse? BonusCard,
    IReadOnlyList<OrderView> OpenOrders,
    IReadOnlyList<InstalmentDebtResponse> Instalments,
    IReadOnlyList<ConsentView> Consents,
    NewsletterResponse Newsletter,
    IReadOnlyList<PendingChangeResponse> ContactChanges)
{
    /// <summary>The page for its owner; points expire by <paramref name="now"/>.</summary>
    internal static AccountResponse Of(AccountPage page, DateTimeOffset now)
    {
        var customer = page.Customer;
        return new AccountResponse(
            customer.Id, ProfileResponse.Of(customer), customer.Phone.Value, customer.Email?.Address.Value, customer.Email is { Verified: true },
            ProtectionResponse.Of(customer), customer.TermsVersion, "RUB", WalletResponse.Of(page.Wallet),
            page.BonusCard is { } card ? BonusCardResponse.Of(card, now) : null, page.OpenOrders, [.. page.Instalments.Select(InstalmentDebtResponse.Of)], page.Consents, NewsletterResponse.Of(page.Consents),
            [.. customer.ContactChanges.Select(PendingChangeResponse.Of)]);
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(AccountResponse);
}
