namespace Marketplace.Domain.Values;

/// <summary>
/// A person's number in the pension insurance (СНИЛС): 9 digits and a check sum of 2. Personal data: it prints nothing.
/// </summary>
/// <remarks>
/// A single wrong digit shows, but for one case: where the check sum is 00, a ninth digit that is wrong by one may not. Numbers
/// up to 001-001-998 were given out without a check sum; none of them is taken, because a typing error in it could not be seen.
/// </remarks>
public readonly record struct Snils
{
    private const int Length = 11;
    private const int Modulus = 101;
    private const string LastWithoutCheckSum = "001001998";
    private static readonly int[] Weights = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    private readonly string? value;

    private Snils(string value) => this.value = value;

    /// <summary>The 11 digits. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no number.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default Snils holds no number.");

    /// <summary>Takes a number whose check sum is right, as «112-233-445 95» or in digits alone.</summary>
    public static bool TryCreate(string? text, out Snils snils)
    {
        snils = default;
        if (!Digits.TryRead(text, Length, out var digits) || string.CompareOrdinal(digits[..9], LastWithoutCheckSum) <= 0) return false;
        if ((digits[9] - '0') * 10 + (digits[10] - '0') != Digits.Weigh(digits, Weights) % Modulus % 100) return false;
        snils = new Snils(digits);
        return true;
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Snils);
}
