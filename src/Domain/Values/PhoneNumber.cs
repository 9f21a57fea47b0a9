namespace Marketplace.Domain.Values;

/// <summary>
/// A phone number in E.164: «+», a country code, 8 to 15 digits in all. Free spellings are parsed outside Domain. Personal
/// data: it prints as a mask.
/// </summary>
public readonly record struct PhoneNumber
{
    private const int FewestDigits = 8;
    private const int MostDigits = 15;
    private readonly string? value;

    private PhoneNumber(string value) => this.value = value;

    /// <summary>The whole number. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no number.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default PhoneNumber holds no number.");

    /// <summary>Takes a number that is already in E.164, and nothing else.</summary>
    public static bool TryCreate(string? text, out PhoneNumber number)
    {
        var valid = text is ['+', >= '1' and <= '9', ..]
            && text.Length - 1 is >= FewestDigits and <= MostDigits
            && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');
        number = valid ? new PhoneNumber(text!) : default;
        return valid;
    }

    /// <summary>A mask: the first digit and the last two, as long for every number: <c>+7•••••••12</c>.</summary>
    public override string ToString() => value is null ? "" : $"{value[..2]}•••••••{value[^2..]}";
}
