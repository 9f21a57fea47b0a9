using System.Globalization;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.BonusCards;

/// <summary>Who applies for a card, as typed (S58).</summary>
public sealed record Applicant(
    string? Surname, string? Name, string? Patronymic, DateOnly? BirthDate,
    string? PassportSeries, string? PassportNumber, string? Inn, string? Snils)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Applicant);
}

/// <summary>
/// Who holds a card: an applicant whose every field was found right (S58). Personal data for the vault alone, never for an event
/// or a log.
/// </summary>
public sealed record CardHolder(
    string Surname, string Name, string? Patronymic, DateOnly BirthDate, PassportNumber Passport, Inn? Inn, Snils? Snils)
{
    /// <summary>How many characters a name may have.</summary>
    public const int LongestName = 100;

    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>The holder, or a refusal that names every wrong field: the first as itself, the others beside it.</summary>
    /// <param name="given">As typed.</param>
    /// <param name="today">The day in Moscow.</param>
    /// <param name="policy">The least age.</param>
    public static Checked<CardHolder> Check(Applicant given, DateOnly today, BonusCardPolicy policy)
    {
        var tidy = Tidy(given);
        var (passport, inn, snils) = (default(PassportNumber), default(Inn), default(Snils));
        List<Rejection> wrong = [.. WrongNames(tidy)];
        if (WrongAge(tidy.BirthDate, today, policy.MinimumAge) is { } age) wrong.Add(age);
        if (!Values.PassportNumber.TryCreate(tidy.PassportSeries, tidy.PassportNumber, out passport)) wrong.Add(CardHolderErrors.PassportInvalid);
        if (tidy.Inn is null && tidy.Snils is null) wrong.Add(CardHolderErrors.InnOrSnilsRequired);
        if (tidy.Inn is not null && !Values.Inn.TryCreate(tidy.Inn, out inn)) wrong.Add(CardHolderErrors.InnInvalid);
        if (tidy.Snils is not null && !Values.Snils.TryCreate(tidy.Snils, out snils)) wrong.Add(CardHolderErrors.SnilsInvalid);
        if (wrong is [var first, .. var others]) return first with { Also = others };
        return new CardHolder(
            tidy.Surname!, tidy.Name!, tidy.Patronymic, tidy.BirthDate!.Value, passport, tidy.Inn is null ? null : inn, tidy.Snils is null ? null : snils);
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(CardHolder);

    private static IEnumerable<Rejection> WrongNames(Applicant given)
    {
        if (!IsName(given.Surname)) yield return CardHolderErrors.NameInvalid("surname");
        if (!IsName(given.Name)) yield return CardHolderErrors.NameInvalid("name");
        if (given.Patronymic is not null && !IsName(given.Patronymic)) yield return CardHolderErrors.NameInvalid("patronymic");
    }

    // Whoever was born on 29 February is of age on 28 February: a year that lacks the day ends with the month's last.
    private static Rejection? WrongAge(DateOnly? born, DateOnly today, int minimumAge) => born switch
    {
        null => CardHolderErrors.BirthDateInvalid,
        { } day when day < Earliest || day > today => CardHolderErrors.BirthDateInvalid,
        { } day when day.AddYears(minimumAge) > today => CardHolderErrors.TooYoung(minimumAge),
        _ => null,
    };

    // What is blank was not given; a name typed with combining marks or with spaces around it is the same name.
    private static Applicant Tidy(Applicant given) => new(
        Tidy(given.Surname), Tidy(given.Name), Tidy(given.Patronymic), given.BirthDate,
        Tidy(given.PassportSeries), Tidy(given.PassportNumber), Tidy(given.Inn), Tidy(given.Snils));

    private static string? Tidy(string? text) => text?.Trim().Normalize() is { Length: > 0 } some ? some : null;

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && char.IsLetter(name[0])
        && name.All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is ' ' or '-' or '\'' or '’' or '.');
}
