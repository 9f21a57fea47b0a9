namespace Marketplace.Domain.Values;

/// <summary>Knows a bank card's number when it sees one, because the shop must never have it (X32).</summary>
public static class CardNumber
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>Whether that is a card number: 13 to 19 digits with the right check digit, however a person groups them.</summary>
    public static bool LooksLikeOne(string? text)
    {
        if (text is null || !text.All(c => char.IsAsciiDigit(c) || c is ' ' or '\u00A0' or '-' or '.')) return false;
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToList();
        return digits.Count is >= Shortest and <= Longest && digits.Exists(d => d != 0) && CheckSum(digits) % 10 == 0;
    }

    // Luhn: every second digit from the right is doubled, and of what then has two digits both are added.
    private static int CheckSum(List<int> digits) =>
        digits.Select((digit, i) => (digits.Count - i) % 2 == 0 ? (2 * digit / 10) + (2 * digit % 10) : digit).Sum();
}
