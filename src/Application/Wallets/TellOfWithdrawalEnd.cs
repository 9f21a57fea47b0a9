using Marketplace.Application.Ports;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Wallets;

/// <summary>Tells the customer how a withdrawal ended (S91).</summary>
public sealed record TellOfWithdrawalEnd(Guid CustomerId, Guid WithdrawalId, long Amount, bool Settled);

/// <summary>Tells the customer that the bank has paid a withdrawal after all that it had refused.</summary>
public sealed record TellOfLateSettlement(Guid CustomerId, Guid WithdrawalId, long Amount);

/// <summary>Handles <see cref="TellOfWithdrawalEnd"/> and <see cref="TellOfLateSettlement"/>.</summary>
public static class TellOfWithdrawalEndHandler
{
    /// <summary>One message, however often it is tried: the gateway knows it by its id.</summary>
    public static async Task Handle(TellOfWithdrawalEnd message, IQuerySession session, ISmsGateway sms, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(message.CustomerId, cancellation);
        if (customer?.Phone.Value is not { } phone) return;
        var amount = new Money(message.Amount);
        var text = message.Settled
            ? $"Вывод {amount} выполнен: деньги зачислены на ваш счёт в банке."
            : $"Банк отклонил вывод {amount}. Деньги снова доступны в кошельке.";
        await sms.SendAsync(DeterministicId.Of(message.WithdrawalId, "end"), phone, text, cancellation);
    }

    /// <summary>One message of its own: the refusal was told before, and must not be believed any more.</summary>
    public static async Task Handle(TellOfLateSettlement message, IQuerySession session, ISmsGateway sms, CancellationToken cancellation)
    {
        var customer = await session.LoadAsync<Customer>(message.CustomerId, cancellation);
        if (customer?.Phone.Value is not { } phone) return;
        var text = $"Банк всё же выполнил вывод {new Money(message.Amount)}, от которого отказался. Сумма снова списана с кошелька.";
        await sms.SendAsync(DeterministicId.Of(message.WithdrawalId, "late-settlement"), phone, text, cancellation);
    }
}
