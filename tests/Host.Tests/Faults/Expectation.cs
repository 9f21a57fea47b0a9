using System.Net;

namespace Marketplace.Host.Tests.Faults;

/// <summary>One change of a wallet: what for, and how much.</summary>
internal sealed record Entry(Guid Source, long Amount);

/// <summary>What a wallet's statement must say by the answers that its owner got, and what it says.</summary>
internal sealed record Expectation(IReadOnlyList<Entry> Expected, IReadOnlyList<Entry> Actual)
{
    public static async Task<Expectation> OfAsync(Shopper shopper)
    {
        var statement = (await shopper.Api.GetAsync("/api/wallet/statement")).Expect(HttpStatusCode.OK);
        var actual = statement.Body["entries"]!.AsArray().Select(e => new Entry(Guid.Parse((string)e!["sourceId"]!), (long)e["amount"]!)).ToList();
        var expected = new List<Entry>();
        foreach (var deed in shopper.Deeds) expected.AddRange(await EntriesAsync(deed, shopper.Api, actual));
        return new Expectation(expected, actual);
    }

    private static async Task<IEnumerable<Entry>> EntriesAsync(Deed deed, Api api, List<Entry> actual)
    {
        var answer = deed.Answer ?? throw new Xunit.Sdk.XunitException($"Nobody knows what became of {deed.Kind}.");
        return (deed.Kind, answer.Status) switch
        {
            (DeedKind.TopUp, HttpStatusCode.Created) => [new Entry(answer.Id("topUpId"), answer.Number("amount"))],
            // Its end came later, and either way; that it agrees with the acquirer's books is asked elsewhere.
            (DeedKind.TopUp, HttpStatusCode.Accepted) when actual.Exists(e => e.Source == answer.Id("topUpId")) =>
                [new Entry(answer.Id("topUpId"), answer.Number("amount"))],
            (DeedKind.Pay, HttpStatusCode.OK) => Spent(answer.Id("orderId"), answer.Number("wallet")),
            (DeedKind.Pay, HttpStatusCode.Accepted) => await SpentLaterAsync(answer, api),
            (DeedKind.Cancel, HttpStatusCode.OK) => Spent(answer.Id("orderId"), -answer.Number("wallet")),
            (DeedKind.Confirm, HttpStatusCode.OK) => await PaidOutAsync(answer.Id("withdrawalId"), api),
            _ => [],
        };
    }

    private static IEnumerable<Entry> Spent(Guid order, long amount) => amount == 0 ? [] : [new Entry(order, -amount)];

    private static async Task<IEnumerable<Entry>> SpentLaterAsync(Answer answer, Api api)
    {
        var payment = (await api.GetAsync($"/api/orders/{answer.Id("orderId")}")).Expect(HttpStatusCode.OK).Body["payment"]!;
        return (string?)payment["status"] == "declined" ? [] : Spent(answer.Id("orderId"), (long)payment["wallet"]!);
    }

    private static async Task<IEnumerable<Entry>> PaidOutAsync(Guid withdrawal, Api api)
    {
        var view = (await api.GetAsync($"/api/wallet/withdrawals/{withdrawal}")).Expect(HttpStatusCode.OK);
        return view.Text("status") == "settled"
            ? [new Entry(withdrawal, -view.Number("amount"))]
            : throw new Xunit.Sdk.XunitException($"A confirmed withdrawal is {view.Text("status")}.");
    }
}
