namespace Marketplace.Domain.Values;

/// <summary>Reads numbers of documents the way people type them.</summary>
internal static class Digits
{
    // Far more than any separators that a person types; what is longer is not a number.
    private const int LongestText = 40;

    /// <summary>The digits of a text that has exactly so many of them and nothing else but spaces and hyphens.</summary>
    public static bool TryRead(string? text, int count, out string digits)
    {
        digits = "";
        if (text is null || text.Length > LongestText || !text.All(c => char.IsAsciiDigit(c) || c is ' ' or '\u00A0' or '-')) return false;
        digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length == count;
    }

    /// <summary>Whether there is nothing but zeros.</summary>
    public static bool AreZeros(string digits) => digits.All(c => c == '0');

    /// <summary>The sum of the digits, each times its weight.</summary>
    public static int Weigh(string digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (digits[i] - '0') * weights[i];
        return sum;
    }
}
