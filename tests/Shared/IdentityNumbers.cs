using System.Globalization;

namespace Marketplace.Tests.Shared;

/// <summary>Numbers of identity documents with their check digits, written down a second time from the published rules.</summary>
public static class IdentityNumbers
{
    /// <summary>A person's INN that begins with these ten digits.</summary>
    public static string Inn(string ten)
    {
        var eleven = ten + Check(ten, "7 2 4 10 3 5 9 4 6 8");
        return eleven + Check(eleven, "3 7 2 4 10 3 5 9 4 6 8");
    }

    /// <summary>A SNILS that begins with these nine digits.</summary>
    public static string Snils(string nine)
    {
        var sum = nine.Select((c, place) => (c - '0') * (9 - place)).Sum();
        while (sum > 101) sum %= 101;
        return $"{nine}{(sum is 100 or 101 ? 0 : sum):00}";
    }

    private static int Check(string digits, string weights) =>
        weights.Split(' ').Select((w, place) => int.Parse(w, CultureInfo.InvariantCulture) * (digits[place] - '0')).Sum() % 11 % 10;
}
