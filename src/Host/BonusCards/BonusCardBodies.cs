using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;

namespace Marketplace.Host.BonusCards;

/// <summary>
/// A bonus card. <c>Balance</c> is pending and active points less the debt, the closing of the statement; <c>Points</c> of it can be
/// spent now; <c>Debt</c> is settled by the next points that become spendable; a closed card has none of them.
/// </summary>
public sealed record BonusCardResponse(
    Guid BonusCardId, BonusCardStatus Status, long Balance, long Points, long Pending, long Debt, IReadOnlyList<ExpiringPoints> Expiring, long Version)
{
    internal static BonusCardResponse Of(BonusCard card, DateTimeOffset now)
    {
        var spendable = card.Spendable(now).ToList();
        return new BonusCardResponse(
            card.Id, card.Status, card.Balance, spendable.Sum(l => l.Active), card.Pending, card.Debt,
            [.. spendable.Select(l => new ExpiringPoints(l.Active, l.ExpiresAt!.Value))], card.Version);
    }
}

/// <summary>The passport: its series has 4 digits, its number 6.</summary>
public sealed record PassportBody(string? Series = null, string? Number = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PassportBody);
}

/// <summary>Applies for a card. At least one of <c>Inn</c> and <c>Snils</c> is needed; the patronymic may be left out by who has none.</summary>
/// <param name="Consent">The <c>personalData.version</c> of <c>GET /api/terms</c> that the customer agrees to (S57).</param>
/// <param name="Surname">As in the passport.</param>
/// <param name="Name">As in the passport.</param>
/// <param name="Patronymic">As in the passport.</param>
/// <param name="BirthDate">As in the passport; 18 years ago or more.</param>
/// <param name="Passport">Series and number.</param>
/// <param name="Inn">12 digits.</param>
/// <param name="Snils">11 digits, with hyphens and spaces or without.</param>
public sealed record ApplicationBody(
    string? Consent = null, string? Surname = null, string? Name = null, string? Patronymic = null, DateOnly? BirthDate = null,
    PassportBody? Passport = null, string? Inn = null, string? Snils = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(ApplicationBody);

    internal Applicant Applicant => new(Surname, Name, Patronymic, BirthDate, Passport?.Series, Passport?.Number, Inn, Snils);
}
