namespace Marketplace.Domain.Customers;

/// <summary>What a profile may hold (S13).</summary>
public static class ProfileRules
{
    /// <summary>How many characters a name may have.</summary>
    public const int LongestName = 100;

    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Why the profile cannot be saved, or null; the first wrong field is named.</summary>
    /// <param name="profile">The values, without surrounding spaces.</param>
    /// <param name="today">The day where the customer lives.</param>
    public static Rejection? Refuse(Profile profile, DateOnly today)
    {
        if (!IsName(profile.Surname)) return ProtectionErrors.NameInvalid("surname");
        if (!IsName(profile.Name)) return ProtectionErrors.NameInvalid("name");
        if (profile.Patronymic is { } patronymic && !IsName(patronymic)) return ProtectionErrors.NameInvalid("patronymic");
        return profile.BirthDate is { } born && (born < Earliest || born > today) ? ProtectionErrors.BirthDateInvalid : null;
    }

    /// <summary>Letters of any alphabet, and what stands between them in names; at least one letter.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsLetter(name[0])
        && name.All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark || c is ' ' or '-' or '\'' or '’' or '.');
}
