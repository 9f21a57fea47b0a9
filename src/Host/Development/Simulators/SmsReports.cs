using Marketplace.Application.Notifications;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Development.Simulators;

/// <summary>What the simulated gateway reports of each SMS: it comes, except to numbers that end in 000404 (no such number) or 000408 (out of reach).</summary>
public sealed class SmsReports(SimulatorTables tables, CallbackOutbox outbox, IOptions<SimulatorOptions> options, TimeProvider clock)
{
    /// <summary>Owes the report on one message.</summary>
    public async Task OweAsync(Guid messageId, string to)
    {
        var report = new SmsCallback(Guid.NewGuid(), messageId, StatusOf(to), clock.GetUtcNow());
        await using var connection = await tables.OpenAsync(CancellationToken.None);
        await outbox.AddAsync(connection, ProviderNames.Sms, messageId.ToString("D"), report, options.Value.EchoDelay, CancellationToken.None);
    }

    private static DeliveryStatus StatusOf(string to) =>
        to.EndsWith("000404", StringComparison.Ordinal) ? DeliveryStatus.Undelivered
        : to.EndsWith("000408", StringComparison.Ordinal) ? DeliveryStatus.Expired
        : DeliveryStatus.Delivered;
}
