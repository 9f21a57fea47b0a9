namespace Marketplace.Domain.Values;

/// <summary>
/// The series (4 digits) and number (6 digits) of a passport of a citizen of the Russian Federation. It has no check digit: only
/// its form can be checked. Personal data: it prints nothing.
/// </summary>
public readonly record struct PassportNumber
{
    private const int SeriesLength = 4;
    private const int NumberLength = 6;
    private readonly string? value;

    private PassportNumber(string value) => this.value = value;

    /// <summary>The first 4 digits.</summary>
    public string Series => Value[..SeriesLength];

    /// <summary>The last 6 digits.</summary>
    public string Number => Value[SeriesLength..];

    /// <summary>All 10 digits. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no passport.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default PassportNumber holds no number.");

    /// <summary>Takes both parts; spaces are left out, because the series is printed as «45 08». No part is all zeros.</summary>
    public static bool TryCreate(string? series, string? number, out PassportNumber passport)
    {
        passport = default;
        if (!Digits.TryRead(series, SeriesLength, out var first) || !Digits.TryRead(number, NumberLength, out var second)) return false;
        if (Digits.AreZeros(first) || Digits.AreZeros(second)) return false;
        passport = new PassportNumber(first + second);
        return true;
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PassportNumber);
}
