using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Ports;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The bank of the simulated world: it accepts at once and ends each payout after the configured delay.</summary>
public sealed class BankSimulator(
    SimulatorTables tables, CallbackOutbox outbox, ProviderSecrets secrets, IOptions<SimulatorOptions> options, TimeProvider clock)
{
    /// <summary>Carries one request out, whether or not the caller still listens.</summary>
    public async Task<Heard<BankReply>> HearAsync(BankRequest request)
    {
        await using var connection = await tables.OpenAsync(CancellationToken.None);
        if (request is SendPayout send) return await SendAsync(connection, send);
        var payout = await PayoutTable.FindAsync(connection, request.PayoutReference, CancellationToken.None);
        return new(payout is null ? new BankReply(PayoutOutcome.Rejected, "unknown-payout") : Standing(payout));
    }

    private async Task<Heard<BankReply>> SendAsync(NpgsqlConnection connection, SendPayout request)
    {
        var asked = new Payout(request.PayoutReference, request.Amount, Hash(request), TestAccounts.Of(request.Account), clock.GetUtcNow() + options.Value.Delay);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        if (await PayoutTable.TryAddAsync(connection, asked, CancellationToken.None)) await TellAsync(connection, asked);
        var kept = (await PayoutTable.FindAsync(connection, request.PayoutReference, CancellationToken.None))!;
        await transaction.CommitAsync(CancellationToken.None);
        if (!kept.IsSame(asked)) return new(Reply: null);
        return kept.Manner.TimesOut && !HasEnded(kept) ? new(null, Silent: true) : new(Standing(kept));
    }

    private bool HasEnded(Payout payout) => clock.GetUtcNow() >= payout.EndsAt;

    private BankReply Standing(Payout payout) => (HasEnded(payout), payout.Manner.Rejection) switch
    {
        (false, _) => new(PayoutOutcome.Accepted),
        (true, null) => new(PayoutOutcome.Settled),
        (true, { } reason) => new(PayoutOutcome.Rejected, reason),
    };

    private Task TellAsync(NpgsqlConnection connection, Payout payout)
    {
        var type = payout.Manner.Rejection is null ? BankEventType.Settled : BankEventType.Rejected;
        var callback = new BankCallback(Guid.NewGuid(), type, payout.Reference, payout.Amount, payout.EndsAt, payout.Manner.Rejection);
        return outbox.AddAsync(connection, ProviderNames.Bank, payout.Reference, callback, options.Value.Delay, CancellationToken.None);
    }

    // Keyed, because an account number alone is short enough to be guessed from its hash.
    private byte[] Hash(SendPayout request) =>
        HMACSHA256.HashData(secrets.Of(ProviderNames.Bank), Encoding.UTF8.GetBytes($"{request.Bic}\n{request.Account}\n{request.Recipient}"));
}
