using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>Asks for a payout to a bank account; a code is sent to the customer's phone (S88–S90).</summary>
public sealed record RequestWithdrawal(Guid CustomerId, Guid WithdrawalId, long Amount, PayoutDestination Destination, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer: which code confirms it, and until when.</summary>
public sealed record WithdrawalAnswer(Guid WithdrawalId, Guid ChallengeId, long Amount, string Status, DateTimeOffset ConfirmBy, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="RequestWithdrawal"/>.</summary>
public static class RequestWithdrawalHandler
{
    /// <summary>Holds the money and sends the code, both or neither.</summary>
    public static async Task<WithdrawalAnswer> Handle(
        RequestWithdrawal command,
        [Locked(nameof(RequestWithdrawal.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        WalletPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = wallet.Existing(WalletErrors.Unknown);
        var customer = await session.EntitledAsync(command.CustomerId, AccountAction.Withdraw, now, cancellation);
        if (BankRequisites.Check(command.Destination.Bic, command.Destination.Account, command.Destination.Recipient) is { IsRefused: true } wrong)
        {
            throw new RefusedException(wrong.Rejection);
        }

        var destination = new Pii<PayoutDestination>(command.CustomerId, "requisites", command.Destination);
        WithdrawalDecisions.RequestWithdrawal(state, command.WithdrawalId, new Money(command.Amount), destination, Guid.Empty, policy, now).ThrowIfRefused();

        var boundTo = WithdrawalCode.BoundTo(command.WithdrawalId, command.Amount, command.Destination);
        var challenge = await codes.IssueToOwnerAsync(session, bus, customer, ChallengePurpose.Withdrawal, boundTo, now, cancellation);
        wallet.Append(WithdrawalDecisions.RequestWithdrawal(
            state, command.WithdrawalId, new Money(command.Amount), destination, challenge.Id, policy, now));
        await bus.ScheduleAsync(new ExpireWithdrawal(command.CustomerId, command.WithdrawalId), now + policy.ConfirmWithin);
        return session.Answered(
            command.Key,
            new WithdrawalAnswer(command.WithdrawalId, challenge.Id, command.Amount, "requested", now + policy.ConfirmWithin, challenge.ResendAt),
            now);
    }
}

/// <summary>What the code of a withdrawal is good for: this amount to this account, nothing else (S90).</summary>
internal static class WithdrawalCode
{
    public static string BoundTo(Guid withdrawalId, long amount, PayoutDestination destination) =>
        $"{withdrawalId:D}|{amount}|{destination.Bic}|{destination.Account}|{destination.Recipient}";
}
