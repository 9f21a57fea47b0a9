using JasperFx.Events;
using Marketplace.Application;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Bench.Product;

/// <summary>
/// The wallet command that is measured: money of a refund comes into one wallet. The product has no request that does just this (a
/// top-up is two commands with a provider between them, a payment writes the order too), so the bench has the command, in the
/// shape of every other: the domain decides, the wallet is locked, the answer is kept under the request's key.
/// </summary>
/// <param name="CustomerId">Whose wallet.</param>
/// <param name="EntryId">The new entry.</param>
/// <param name="Amount">Kopecks, positive.</param>
/// <param name="OrderId">What it is given back for.</param>
/// <param name="Key">The request.</param>
public sealed record CreditWallet(Guid CustomerId, Guid EntryId, long Amount, Guid OrderId, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer: the entry and when it was made.</summary>
public sealed record CreditAnswer(Guid EntryId, long Amount, DateTimeOffset CreditedAt);

/// <summary>Handles <see cref="CreditWallet"/>.</summary>
[Grouped]
public static class CreditWalletHandler
{
    /// <summary>Credits it.</summary>
    public static CreditAnswer Handle(
        CreditWallet command, [Locked(nameof(CreditWallet.WalletId))] IEventStream<Wallet> wallet, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        wallet.Append(WalletDecisions.Credit(
            wallet.Existing(WalletErrors.Unknown), command.EntryId, new Money(command.Amount), CreditSource.ReturnRefunded, command.EntryId, command.OrderId, now));
        return session.Answered(command.Key, new CreditAnswer(command.EntryId, command.Amount, now), now);
    }
}
