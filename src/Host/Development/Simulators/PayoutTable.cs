using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>A payout as the bank keeps it.</summary>
/// <param name="Reference">The payer's.</param>
/// <param name="Amount">Kopecks.</param>
/// <param name="RequisitesHash">Tells whether a repeat names the same account, without keeping it.</param>
/// <param name="Manner">How it goes.</param>
/// <param name="EndsAt">When it settles or is rejected.</param>
internal sealed record Payout(string Reference, long Amount, byte[] RequisitesHash, AccountManner Manner, DateTimeOffset EndsAt)
{
    public bool IsSame(Payout other) => Amount == other.Amount && RequisitesHash.AsSpan().SequenceEqual(other.RequisitesHash);
}

/// <summary>The bank's payouts as rows.</summary>
internal static class PayoutTable
{
    /// <summary>Adds a payout; false when its reference is taken.</summary>
    public static async Task<bool> TryAddAsync(NpgsqlConnection connection, Payout payout, CancellationToken cancellation)
    {
        const string insert = """
            insert into simulators.payouts (reference, amount, requisites_hash, silent, rejection, ends_at)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """;
        return await connection.Command(insert, payout.Reference, payout.Amount, payout.RequisitesHash, payout.Manner.TimesOut,
            payout.Manner.Rejection, payout.EndsAt.ToUniversalTime()).ExecuteAsync(cancellation) == 1;
    }

    public static async Task<Payout?> FindAsync(NpgsqlConnection connection, string reference, CancellationToken cancellation)
    {
        const string select = "select reference, amount, requisites_hash, silent, rejection, ends_at from simulators.payouts where reference = $1";
        return (await connection.Command(select, reference).ListAsync(Read, cancellation)).SingleOrDefault();
    }

    private static Payout Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), new AccountManner(row.Text(4), row.GetBoolean(3)), row.GetFieldValue<DateTimeOffset>(5));
}
