using Marketplace.Domain.Customers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests.Account;

/// <summary>What happens to an account elsewhere, by its events: these tests are about how it is read.</summary>
internal static class AccountLife
{
    public static async Task HappenedAsync(this RunningHost host, Guid customerId, params CustomerEvent[] happened)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Events.Append(customerId, happened.Cast<object>().ToArray());
        await session.SaveChangesAsync();
    }

    /// <summary>The account is protected, as if its e-mail had been proved.</summary>
    public static Task ProtectedAsync(this RunningHost host, Api customer) =>
        host.HappenedAsync(customer.CustomerId, new AccountProtected(customer.CustomerId, host.Services.GetRequiredService<TimeProvider>().GetUtcNow()));

    /// <summary>The kinds of an answer's entries.</summary>
    public static IReadOnlyList<string> Kinds(this Answer page) => [.. page.Body["items"]!.AsArray().Select(e => (string)e!["kind"]!)];

    public static Task<Answer> PutAsync(this Api api, string path, string? json = null) => api.SendAsync(HttpMethod.Put, path, json);
}
