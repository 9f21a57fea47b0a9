namespace Marketplace.Domain.Values;

/// <summary>
/// A person's taxpayer number (ИНН): 12 digits, the last two of them check digits. Companies' numbers have 10 and are refused.
/// Personal data: it prints nothing.
/// </summary>
/// <remarks>Every single wrong digit shows: where one check digit would miss it, the other does not.</remarks>
public readonly record struct Inn
{
    private const int Length = 12;
    private static readonly int[] First = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    private static readonly int[] Second = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    private readonly string? value;

    private Inn(string value) => this.value = value;

    /// <summary>The 12 digits. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no number.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default Inn holds no number.");

    /// <summary>Takes a number whose check digits are right; spaces and hyphens are left out. No region has the code 00.</summary>
    public static bool TryCreate(string? text, out Inn inn)
    {
        inn = default;
        if (!Digits.TryRead(text, Length, out var digits) || Digits.AreZeros(digits[..2])) return false;
        if (digits[10] - '0' != Check(digits, First) || digits[11] - '0' != Check(digits, Second)) return false;
        inn = new Inn(digits);
        return true;
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Inn);

    private static int Check(string digits, int[] weights) => Digits.Weigh(digits, weights) % 11 % 10;
}
