using System.Text.RegularExpressions;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Application.Erasure;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>What a customer does to leave, in one line each.</summary>
internal static class Leaving
{
    /// <summary>Asks for the deletion and waits for the code.</summary>
    public static async Task<Secret> DeletionCodeAsync(this Shop shop, Guid customerId)
    {
        var phone = (await shop.CustomerOfAsync(customerId))!.Phone.Value!;
        await shop.InvokeAsync<DeletionAnswer>(new RequestDeletion(customerId, DeletionReason.Privacy, null, ContactKind.Phone));
        await Shop.EventuallyAsync(() => Task.FromResult(shop.Sms.TextsTo(phone).Any(t => t.Contains("Удаление"))), "a code is sent");
        return new Secret(Regex.Match(shop.Sms.TextsTo(phone).Last(t => t.Contains("Удаление")), "[0-9]{6}").Value);
    }

    /// <summary>Leaves for good, and waits until nothing is left.</summary>
    public static async Task LeaveAsync(this Shop shop, Guid customerId)
    {
        await shop.InvokeAsync(new ConfirmDeletion(customerId, await shop.DeletionCodeAsync(customerId)));
        await shop.ForgottenAsync(customerId);
    }

    /// <summary>Waits until an erasure has ended.</summary>
    public static Task ForgottenAsync(this Shop shop, Guid customerId) =>
        Shop.EventuallyAsync(async () => (await shop.CustomerOfAsync(customerId))?.ErasureCompletedAt is not null, "the erasure ends");

    public static async Task<Customer?> CustomerOfAsync(this Shop shop, Guid customerId)
    {
        await using var session = shop.Store.QuerySession();
        return await session.LoadAsync<Customer>(customerId);
    }

    public static async Task<ErasureRecord?> ErasureOfAsync(this Shop shop, Guid customerId)
    {
        await using var session = shop.Store.QuerySession();
        return await session.LoadAsync<ErasureRecord>(customerId);
    }

    public static async Task<IReadOnlyList<object>> EventsOfAsync(this Shop shop, Guid streamId)
    {
        await using var session = shop.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(streamId)).Select(e => e.Data)];
    }

    /// <summary>A deletion that was confirmed, and whose messages are lost.</summary>
    public static async Task ConfirmWithoutMessagesAsync(this Shop shop, Guid customerId)
    {
        var (now, deletion) = (shop.Clock.GetUtcNow(), Guid.NewGuid());
        await using var session = shop.Store.LightweightSession();
        session.Events.Append(
            customerId,
            new DeletionRequested(customerId, deletion, DeletionReason.Other, null, ContactKind.Phone, Guid.NewGuid(), now),
            new DeletionConfirmed(customerId, deletion, now));
        session.Events.Append(AccountIds.WalletId(customerId), new WalletClosed(AccountIds.WalletId(customerId), now));
        await session.SaveChangesAsync();
    }

    public static async Task AppendAsync(this Shop shop, Guid customerId, CustomerEvent happened)
    {
        await using var session = shop.Store.LightweightSession();
        session.Events.Append(customerId, happened);
        await session.SaveChangesAsync();
    }
}
