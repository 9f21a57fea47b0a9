using PhoneNumbers;
using PhoneNumber = Marketplace.Domain.Values.PhoneNumber;

namespace Marketplace.Application.Customers;

/// <summary>Reads a phone number however a person spells it, so that one number is one account (S2, S8).</summary>
public static class Phones
{
    private const string HomeRegion = "RU";
    private const int LongestSpelling = 40;
    private static readonly PhoneNumberUtil Plan = PhoneNumberUtil.GetInstance();

    /// <summary>Takes any spelling; without a country code it is a Russian number.</summary>
    public static bool TryRead(string? spelling, out PhoneNumber phone)
    {
        phone = default;
        // Letters would be read as the keys of a dial («8-800-FLOWERS»), and an extension reaches no SMS.
        if (string.IsNullOrWhiteSpace(spelling) || spelling.Length > LongestSpelling || spelling.Any(char.IsLetter)) return false;
        try
        {
            var number = Plan.Parse(spelling, HomeRegion);
            return !number.HasExtension && Plan.IsValidNumber(number)
                && PhoneNumber.TryCreate(Plan.Format(number, PhoneNumberFormat.E164), out phone);
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
