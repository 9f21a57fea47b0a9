namespace Marketplace.Domain.Values;

/// <summary>
/// The check key of a Russian bank account: its ninth digit, made from the account and the bank's BIC by the Bank of
/// Russia's «Procedure for calculating the control key in an account number» of 08.09.1997 No. 515.
/// </summary>
/// <remarks>
/// Every single wrong digit of the account shows, and so does a wrong one among the last three of the BIC: each weight times
/// a digit ends in a different digit. What cannot show: digits swapped whose weights are equal (three or six places apart …),
/// neighbours swapped that differ by five, errors in the first six digits of a credit institution's BIC, and another bank
/// with the same last three.
/// </remarks>
internal static class AccountKey
{
    internal const int BicLength = 9;
    internal const int AccountLength = 20;
    private static readonly int[] Weights = [7, 1, 3];

    /// <summary>Whether the account can be one of that bank.</summary>
    /// <param name="bic">9 digits.</param>
    /// <param name="account">20 digits.</param>
    internal static bool Fits(string bic, string account) =>
        (BankNumber(bic) + account).Select((digit, place) => (digit - '0') * Weights[place % Weights.Length] % 10).Sum() % 10 == 0;

    // A bank's own number is the end of its BIC. The Bank of Russia's divisions end in 000, 001 or 002 there, and are told
    // apart by digits 5 and 6.
    private static string BankNumber(string bic) => bic[6..] is "000" or "001" or "002" ? "0" + bic[4..6] : bic[6..];
}
