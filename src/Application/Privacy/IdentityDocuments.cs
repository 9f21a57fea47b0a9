using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Application.Privacy;

/// <summary>Who a customer is, by their documents. It is kept here and nowhere else.</summary>
public sealed record IdentityDocument(
    string Surname, string Name, string? Patronymic, DateOnly BirthDate, string PassportSeries, string PassportNumber, string? Inn, string? Snils)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(IdentityDocument);
}

/// <summary>
/// Passports, INN and SNILS as ciphertext under their customer's own key, in the vault's database: one document a customer. Events
/// and the main database carry the document's id only.
/// </summary>
/// <param name="database">The vault's database.</param>
/// <param name="keys">The customers' keys.</param>
/// <param name="clock">When a document came.</param>
public sealed class IdentityDocuments(VaultDatabase database, IDataKeys keys, TimeProvider clock)
{
    internal const string Table = "identity_documents";

    internal const string Schema =
        """
        create table identity_documents (
            subject_id  uuid primary key,
            document_id uuid not null unique,
            box         bytea not null,
            stored_at   timestamptz not null
        )
        """;

    private const string Class = "identity";

    /// <summary>Keeps the document in the place of an earlier one of the same customer. Keeping it twice is keeping it once.</summary>
    /// <exception cref="SubjectErasedException">The customer's key is gone.</exception>
    public async Task KeepAsync(Guid subject, Guid documentId, IdentityDocument document, CancellationToken cancellation)
    {
        var key = keys.Find(subject) ?? throw new SubjectErasedException(subject);
        var clear = JsonSerializer.SerializeToUtf8Bytes(document);
        var box = new byte[clear.Length + Aead.Overhead];
        PiiBox.Seal(key, subject, ClassOf(documentId), clear, box);
        CryptographicOperations.ZeroMemory(clear);
        await using var insert = database.Source.CreateCommand(
            """
            insert into identity_documents (subject_id, document_id, box, stored_at) values ($1, $2, $3, $4)
            on conflict (subject_id) do update set document_id = excluded.document_id, box = excluded.box, stored_at = excluded.stored_at
            """);
        insert.Parameters.Add(new() { Value = subject });
        insert.Parameters.Add(new() { Value = documentId });
        insert.Parameters.Add(new() { Value = box });
        insert.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The document, or null when there is none of that id or the customer's key is gone.</summary>
    /// <exception cref="PiiTamperedException">The ciphertext was changed or moved.</exception>
    public async Task<IdentityDocument?> FindAsync(Guid subject, Guid documentId, CancellationToken cancellation)
    {
        await using var select = database.Source.CreateCommand("select box from identity_documents where subject_id = $1 and document_id = $2");
        select.Parameters.Add(new() { Value = subject });
        select.Parameters.Add(new() { Value = documentId });
        if (await select.ExecuteScalarAsync(cancellation) is not byte[] box || keys.Find(subject) is not { } key) return null;
        var clear = new byte[Math.Max(0, box.Length - Aead.Overhead)];
        if (box.Length < Aead.Overhead || !PiiBox.TryOpen(key, subject, ClassOf(documentId), box, clear)) throw new PiiTamperedException(subject, Class);
        var document = JsonSerializer.Deserialize<IdentityDocument>(clear);
        CryptographicOperations.ZeroMemory(clear);
        return document;
    }

    /// <summary>Deletes that document: its card was closed. A newer one of the same customer stays.</summary>
    public Task<int> DeleteAsync(Guid documentId, CancellationToken cancellation) => DeleteAsync("document_id", documentId, cancellation);

    /// <summary>Deletes whatever is kept of a customer, for an erasure (S100), and says how many documents that were.</summary>
    public Task<int> DeleteOfSubjectAsync(Guid subject, CancellationToken cancellation) => DeleteAsync("subject_id", subject, cancellation);

    // A box is bound to its document, so that an old one put in the place of a newer does not open.
    private static string ClassOf(Guid documentId) => $"{Class}:{documentId:N}";

    private async Task<int> DeleteAsync(string column, Guid value, CancellationToken cancellation)
    {
        await using var delete = database.Source.CreateCommand($"delete from identity_documents where {column} = $1");
        delete.Parameters.Add(new() { Value = value });
        return await delete.ExecuteNonQueryAsync(cancellation);
    }
}
