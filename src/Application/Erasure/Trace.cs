using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Application.Erasure;

/// <summary>Who is being forgotten.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Contacts">The ids of the claims on the customer's contacts: keyed hashes.</param>
/// <param name="ErasedAt">When the person was erased. What belongs to a contact and is younger is somebody's who registers anew.</param>
public sealed record Subject(Guid CustomerId, IReadOnlyList<string> Contacts, DateTimeOffset ErasedAt);

/// <summary>Rows of one kind that lead to a person, and the statement that removes them.</summary>
/// <param name="Store">What they are called in <c>ErasureCompleted</c>.</param>
/// <param name="Document">Their type; null for rows that are no documents.</param>
/// <param name="Sql">May name <c>@customer</c>, <c>@contacts</c>, <c>@erased</c> and <c>@messages</c>.</param>
public sealed record Trace(string Store, Type? Document, string Sql)
{
    /// <summary>All documents of a type that has a member <c>CustomerId</c>.</summary>
    public static Trace Of<T>() => Of<T>("(data ->> 'customerId')::uuid = @customer");

    /// <summary>The documents of a type that fit.</summary>
    /// <param name="condition">In SQL, about the row.</param>
    public static Trace Of<T>(string condition) => new(typeof(T).Name, typeof(T), $"delete from {TableOf(typeof(T))} where {condition}");

    /// <summary>Queued, scheduled and dead messages of the named types that name the customer. Their bodies are JSON with the id in it.</summary>
    public static Trace Messages(string table) => new(
        table, null,
        $"delete from {MarketplaceStore.MessageSchema}.{table} where message_type = any(@messages) and position(convert_to(@customer::text, 'UTF8') in body) > 0");

    /// <summary>Removes them in the session's transaction, and says how many there were.</summary>
    public async Task<long> RemoveAsync(IDocumentSession session, Subject subject, IReadOnlyList<string> messages, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql) { CommandTimeout = Patience };
        command.Parameters.AddWithValue("customer", subject.CustomerId);
        command.Parameters.AddWithValue("contacts", subject.Contacts.ToArray());
        command.Parameters.AddWithValue("erased", NpgsqlDbType.TimestampTz, subject.ErasedAt.ToUniversalTime());
        command.Parameters.AddWithValue("messages", messages.ToArray());
        return await session.ExecuteAsync(command, cancellation);
    }

    // Seconds. Answers and messages have no index by customer, because every command would pay for it and erasures are few.
    private const int Patience = 300;

    private static string TableOf(Type document) => $"{MarketplaceStore.Schema}.mt_doc_{document.Name.ToLowerInvariant()}";
}
