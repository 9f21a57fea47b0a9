using FluentAssertions;
using JasperFx.Events;
using Marketplace.Application.Audit;
using Marketplace.Application.Idempotency;
using Marketplace.Domain;
using Marketplace.Domain.Wallets;
using Marten;
using Xunit;

namespace Marketplace.Application.Tests.Audit;

[Collection(nameof(Shop))]
public sealed class TombstoneTests(Shop shop)
{
    [Fact]
    public async Task I15_a_save_that_was_given_up_is_no_hole_in_the_history()
    {
        var customer = await shop.CustomerAsync(100_00);
        var (wallet, taken) = (AccountIds.WalletId(customer), new StoredAnswer(Guid.NewGuid().ToString(), "body", null, true, shop.Clock.GetUtcNow()));
        await StoreAsync(taken);
        await using (var loser = shop.Store.LightweightSession())
        {
            var stream = await loser.Events.FetchForWriting<Wallet>(wallet);
            stream.AppendOne(new TopUpRequested(wallet, Guid.NewGuid(), 1, shop.Clock.GetUtcNow()));
            loser.Insert(taken);
            await FluentActions.Awaiting(() => loser.SaveChangesAsync()).Should().ThrowAsync<Exception>();
        }

        await Shop.EventuallyAsync(async () => await CountAsync() > 0, "the store's tombstone");

        await shop.InvariantsHoldAsync();
        await using var session = shop.Store.QuerySession();
        (await AuditTrail.AfterAsync(session, 0, 1000, CancellationToken.None)).Should().NotContain(e => e.Type == nameof(Tombstone));
    }

    private async Task StoreAsync(StoredAnswer answer)
    {
        await using var session = shop.Store.LightweightSession();
        session.Insert(answer);
        await session.SaveChangesAsync();
    }

    private async Task<int> CountAsync()
    {
        await using var session = shop.Store.QuerySession();
        return (await session.Events.QueryAllRawEvents().Where(e => e.EventTypeName == "tombstone").ToListAsync()).Count;
    }
}
