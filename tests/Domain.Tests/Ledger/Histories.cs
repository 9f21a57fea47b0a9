using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>A history in which everything happens once: topped up, earned, paid by a mix, sent back, withdrawn.</summary>
internal static class Histories
{
    internal static readonly WalletEvent Opened = new WalletOpened(WalletId, CustomerId, Noon);

    internal static object[] Truth { get; } = Tell();

    internal static WalletEvent ToppedUp(long roubles) =>
        new WalletCredited(WalletId, Id("top-up"), roubles * 100, CreditSource.TopUp, Id("top-up"), null, Noon);

    internal static InvariantCheck Check(IEnumerable<object> history)
    {
        var check = new InvariantCheck();
        var versions = new Dictionary<Guid, long>();
        foreach (var happened in history)
        {
            var stream = happened switch { WalletEvent => WalletId, BonusCardEvent => CardId, CertificateEvent e => StreamOf(e), _ => OrderId };
            check.Add(stream, versions[stream] = versions.GetValueOrDefault(stream) + 1, happened);
        }

        return check;
    }

    private static object[] Tell()
    {
        var streams = new Streams();
        List<object> told = [];
        void Do(Action<Transaction> command) => told.AddRange(streams.Run(command).Events);
        void Order(Func<Order, Decision<OrderEvent>> decide) => Do(t => t.Append(OrderId, decide(t.Order(OrderId)!)));
        void Wallet(Func<Wallet, Decision<WalletEvent>> decide) => Do(t => t.Append(WalletId, decide(t.Wallet)));

        var attempt = Id(OrderLife.Attempt);
        told.AddRange(streams.Run(t => t.Appended.AddRange([(WalletId, Opened), (WalletId, ToppedUp(1_000))])).Events);
        Do(t => t.Appended.AddRange(Points().Select(e => (CardId, e))));
        Do(t => Commands.Place(t, OrderId, OrderLife.Priced, [], OrderLife.ByCourier, Noon));
        Do(t => Commands.Pay(t, OrderId, attempt, Roubles(500), 100, true, Noon));
        Do(t => Commands.ApproveCard(t, OrderId, attempt, Roubles(999), Noon));
        Order(o => OrderDecisions.StartAssembly(o, Noon));
        Order(o => OrderDecisions.Ship(o, Noon));
        Order(o => OrderDecisions.RecordCapture(o, attempt, Roubles(999), Noon));
        Do(t => Commands.Deliver(t, OrderId, Noon));
        Order(o => OrderLife.Announce(o, "return", (OrderLife.BookLine, 2), (OrderLife.KettleLine, 1)));
        Order(o => ReturnDecisions.Approve(o, Id("return"), Noon));
        Do(t => Commands.Receive(t, OrderId, Id("return"), [new(OrderLife.BookLine, 2), new(OrderLife.KettleLine, 1)], Noon));
        Do(t => t.Append(Id("certificate"), CertificateDecisions.Issue(null, Id("certificate"), Id("batch"), Roubles(70), Noon.AddDays(1), "admin", Noon)));
        Do(t => Commands.ActivateCertificate(t, Id("certificate"), Noon));
        Wallet(w => WithdrawalDecisions.RequestWithdrawal(w, Id("w"), Roubles(300), Destination, Id("challenge"), Commands.WalletPolicy, Noon));
        Wallet(w => WithdrawalDecisions.ConfirmWithdrawal(w, Id("w"), WithdrawalWindow.From(Noon), Noon));
        Wallet(w => WithdrawalDecisions.Settle(w, Id("w"), Roubles(300), Noon));
        return [.. told];
    }

    private static Guid StreamOf(CertificateEvent happened) => happened switch
    {
        CertificateIssued e => e.CertificateId,
        CertificateActivated e => e.CertificateId,
        _ => Guid.Empty,
    };

    private static object[] Points() =>
    [
        new BonusCardIssued(CardId, CustomerId, Noon.AddDays(-10)),
        new PointsAccrued(CardId, Id("earlier"), 100, Id("earlier"), Noon.AddDays(-1), Noon.AddDays(-8), "2026-11"),
        new PointsActivated(CardId, Id("earlier"), 100, Noon.AddYears(1), Noon.AddDays(-1)),
    ];
}
