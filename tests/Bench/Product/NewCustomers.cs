using System.Globalization;
using Marketplace.Application.Customers;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Bench.Product;

/// <summary>A customer who is signed in.</summary>
internal sealed record BenchCustomer(Guid CustomerId, string Token);

/// <summary>Registers customers as the product does, but without sending each a code: many in one transaction.</summary>
internal static class NewCustomers
{
    private const int AtOnce = 50;

    // From anywhere: a host that is started again on its database must not give out the same numbers again.
    private static int phones = Random.Shared.Next(800_000_000);

    /// <param name="services">The host's.</param>
    /// <param name="count">How many.</param>
    /// <param name="kopecks">What each has in the wallet.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<BenchCustomer>> RegisterAsync(IServiceProvider services, int count, long kopecks, CancellationToken cancellation)
    {
        var customers = new List<BenchCustomer>();
        while (customers.Count < count)
        {
            customers.AddRange(await RegisterAsync(services, Math.Min(AtOnce, count - customers.Count), cancellation));
        }

        if (kopecks > 0) await FundAsync(services, customers, kopecks, cancellation);
        return customers;
    }

    private static async Task<List<BenchCustomer>> RegisterAsync(IServiceProvider services, int count, CancellationToken cancellation)
    {
        var (accounts, terms, now) = (services.GetRequiredService<Accounts>(), services.GetRequiredService<TermsOfUse>(), DateTimeOffset.UtcNow);
        await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
        var registered = new List<BenchCustomer>();
        for (var n = 0; n < count; n++)
        {
            var phone = string.Create(CultureInfo.InvariantCulture, $"+79{100_000_000 + Interlocked.Increment(ref phones)}");
            var contact = new Contact(ContactKind.Phone, phone);
            var signedIn = await accounts.RegisterAsync(session, contact, SignInMethod.PhoneCode, terms.Version, null, now, cancellation);
            registered.Add(new BenchCustomer(signedIn.CustomerId, signedIn.Token.Reveal()));
        }

        await session.SaveChangesAsync(cancellation);
        return registered;
    }

    private static async Task FundAsync(IServiceProvider services, IEnumerable<BenchCustomer> customers, long kopecks, CancellationToken cancellation)
    {
        foreach (var some in customers.Chunk(AtOnce))
        {
            await using var session = services.GetRequiredService<IDocumentStore>().LightweightSession();
            foreach (var customer in some)
            {
                var (wallet, entry) = (AccountIds.WalletId(customer.CustomerId), Guid.NewGuid());
                var stream = await session.Events.FetchForWriting<Wallet>(wallet, cancellation);
                var credited = WalletDecisions.Credit(
                    stream.Aggregate!, entry, new Money(kopecks), CreditSource.ReturnRefunded, entry, entry, DateTimeOffset.UtcNow);
                stream.AppendMany(credited.Events);
            }

            await session.SaveChangesAsync(cancellation);
        }
    }
}
