using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>
/// What an event moves between kinds of accounts, in kopecks (docs/audit-format.md, 7). Written from the format and not from the
/// code that it checks; a test of the solution compares the two.
/// </summary>
public static class Legs
{
    private const long Point = 100;

    private static readonly Dictionary<string, Func<JsonElement, (string, long)[]>> OfType = new()
    {
        ["wallet_credited"] = e => Move(Source(Text(e, "source")), "wallet", Number(e, "amount")),
        ["funds_held"] = e => Move("wallet", "hold", Number(e, "amount")),
        ["hold_released"] = e => Move("hold", "wallet", Number(e, "amount")),
        ["hold_captured"] = e => Move("hold", Text(e, "purpose") == "order" ? "clearing" : "payouts", Number(e, "amount")),
        ["withdrawal_settled_after_rejection"] = e => [("wallet", checked(Number(e, "owed") - Number(e, "amount"))), ("owed", checked(-Number(e, "owed"))), ("payouts", Number(e, "amount"))],
        ["wallet_debt_settled"] = e => Move("wallet", "owed", Number(e, "amount")),
        ["points_accrued"] = e => Move("promo", "points", Points(e)),
        ["points_redeemed"] = e => Move("points", "clearing", Points(e)),
        ["points_restored"] = e => Move("clearing", "points", Points(e)),
        ["points_clawed_back"] = e => Move("points", "promo", Points(e)),
        ["points_expired"] = e => Move("points", "promo", Points(e)),
        ["bonus_card_closed"] = e => Move("points", "promo", checked(Number(e, "pointsForfeited") * Point)),
        ["order_paid"] = e =>
        [
            ("clearing", checked(-(Number(e, "walletAmount") + Points(e) + Later(e, "instalmentAmount")))), ("card-due", checked(-Number(e, "cardAmount"))), ("revenue", Shares(e.GetProperty("shares"), Worth)),
        ],
        ["instalment_plan_opened"] = e => Move("instalments", "clearing", Shares(e.GetProperty("parts"), p => Number(p, "amount"))),
        ["instalment_paid"] = e => Move("clearing", "instalments", Number(e, "amount")),
        ["instalments_refunded"] = e => Move("clearing", "instalments", Number(e, "debtLowered")),
        ["order_line_removed"] = e => GivenBack(e.GetProperty("givenBack")),
        ["order_cancelled"] = e => GivenBack(e.GetProperty("givenBack")),
        ["card_payment_captured"] = e => Move("cards", "card-due", Number(e, "amount")),
        ["return_refunded"] = e =>
        [
            ("revenue", checked(-Shares(e.GetProperty("givenBack"), Worth))),
            ("clearing", checked(Number(e, "toWallet") + Shares(e.GetProperty("givenBack"), s => checked(Points(s) + Later(s, "instalments"))))),
            ("card-refund", Number(e, "toCard")),
        ],
        ["card_refunded"] = e => Move("card-refund", "cards", Number(e, "amount")),
    };

    /// <summary>Whether events of that stored name move money or points.</summary>
    public static bool Moves(string type) => OfType.ContainsKey(type);

    /// <summary>The legs of an event; none when it moves nothing.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A member has another type than it should.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="FormatException">An amount is no whole number of 64 bits.</exception>
    /// <exception cref="OverflowException">What is made of the amounts is none.</exception>
    public static IReadOnlyList<(string Account, long Amount)> Of(string type, Utf8Text data)
    {
        if (!OfType.TryGetValue(type, out var legs)) return [];
        using var body = JsonDocument.Parse(data.Bytes);
        return legs(body.RootElement);
    }

    private static string Source(string? source) => source switch
    {
        "top-up" => "cards",
        "certificate" => "certificates",
        _ => "clearing",
    };

    private static (string, long)[] GivenBack(JsonElement shares) =>
    [
        ("revenue", checked(-Shares(shares, Worth))),
        ("clearing", Shares(shares, s => checked(Number(s, "wallet") + Points(s) + Later(s, "instalments")))),
        ("card-due", Shares(shares, s => Number(s, "card"))),
    ];

    private static long Worth(JsonElement share) => checked(Number(share, "wallet") + Points(share) + Number(share, "card") + Later(share, "instalments"));

    // One share, or a list of them.
    private static long Shares(JsonElement shares, Func<JsonElement, long> of)
    {
        if (shares.ValueKind != JsonValueKind.Array) return of(shares);
        var sum = 0L;
        foreach (var share in shares.EnumerateArray()) sum = checked(sum + of(share));
        return sum;
    }

    private static (string, long)[] Move(string from, string to, long amount) => [(from, checked(-amount)), (to, amount)];

    private static long Points(JsonElement e) => checked(Number(e, "points") * Point);

    private static long Number(JsonElement e, string member) => e.GetProperty(member).GetInt64();

    // Events of before there were instalments do not have it.
    private static long Later(JsonElement e, string member) => e.TryGetProperty(member, out var amount) ? amount.GetInt64() : 0;

    private static string? Text(JsonElement e, string member) => e.GetProperty(member).GetString();
}
