using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>The acquirer's payments and refunds as rows. Reads for writing lock the payment until the transaction ends.</summary>
internal static class PaymentTable
{
    private const string Columns = "reference, amount, card, sale, status, reason, captured, confirmation_id, asked_at";

    /// <summary>Adds a payment; false when its reference is taken.</summary>
    public static async Task<bool> TryAddAsync(NpgsqlConnection connection, Payment payment, CancellationToken cancellation)
    {
        const string insert = $"insert into simulators.payments ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing";
        return await connection.Command(insert, payment.Reference, payment.Amount, payment.Card.Token, payment.Sale, payment.Status.ToString(),
            payment.Reason, payment.Captured, payment.ConfirmationId, payment.AskedAt.ToUniversalTime()).ExecuteAsync(cancellation) == 1;
    }

    public static Task<Payment?> FindAsync(NpgsqlConnection connection, string reference, CancellationToken cancellation) =>
        OneAsync(connection.Command($"select {Columns} from simulators.payments where reference = $1 for update", reference), cancellation);

    public static Task<Payment?> FindAsync(NpgsqlConnection connection, Guid confirmationId, CancellationToken cancellation) =>
        OneAsync(connection.Command($"select {Columns} from simulators.payments where confirmation_id = $1 for update", confirmationId), cancellation);

    public static Task SaveAsync(NpgsqlConnection connection, Payment payment, CancellationToken cancellation) =>
        connection.Command("update simulators.payments set status = $2, reason = $3, captured = $4 where reference = $1",
            payment.Reference, payment.Status.ToString(), payment.Reason, payment.Captured).ExecuteAsync(cancellation);

    public static async Task<Refund?> FindRefundAsync(NpgsqlConnection connection, string reference, CancellationToken cancellation) =>
        (await connection.Command("select reference, payment_reference, amount, refusal from simulators.refunds where reference = $1", reference)
            .ListAsync(row => new Refund(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Text(3)), cancellation)).SingleOrDefault();

    /// <summary>Adds a refund; false when its reference is taken.</summary>
    public static async Task<bool> TryAddRefundAsync(NpgsqlConnection connection, Refund refund, CancellationToken cancellation)
    {
        const string insert = "insert into simulators.refunds (reference, payment_reference, amount, refusal) values ($1, $2, $3, $4) on conflict do nothing";
        return await connection.Command(insert, refund.Reference, refund.PaymentReference, refund.Amount, refund.Refusal).ExecuteAsync(cancellation) == 1;
    }

    /// <summary>Kopecks given back so far.</summary>
    public static async Task<long> RefundedAsync(NpgsqlConnection connection, string paymentReference, CancellationToken cancellation)
    {
        const string sum = "select coalesce(sum(amount), 0)::bigint from simulators.refunds where payment_reference = $1 and refusal is null";
        return (await connection.Command(sum, paymentReference).ListAsync(row => row.GetInt64(0), cancellation)).Single();
    }

    private static async Task<Payment?> OneAsync(NpgsqlCommand command, CancellationToken cancellation) =>
        (await command.ListAsync(Read, cancellation)).SingleOrDefault();

    private static Payment Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), TestCards.Find(row.GetString(2)), row.GetBoolean(3), Enum.Parse<PaymentStatus>(row.GetString(4)),
        row.Text(5), row.GetInt64(6), row.GetGuid(7), row.GetFieldValue<DateTimeOffset>(8));
}

/// <summary>A refund as the acquirer keeps it; refused ones too, so that a refusal is repeated.</summary>
internal sealed record Refund(string Reference, string PaymentReference, long Amount, string? Refusal);
