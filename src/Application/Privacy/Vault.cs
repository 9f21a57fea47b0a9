using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>Keeps the customers' keys, wrapped, in the vault database. A destroyed key stays as a row with its date.</summary>
/// <param name="database">Where the wrapped keys are.</param>
/// <param name="master">What wraps them.</param>
/// <param name="options">The size and age of the cache.</param>
/// <param name="clock">The dates, and the age of the cache.</param>
public sealed class Vault(VaultDatabase database, IMasterKey master, PrivacyOptions options, TimeProvider clock) : IDataKeys
{
    private const int KeySize = 32;
    private readonly DataKeyCache cache = new(options, clock);

    /// <summary>How many subjects this process remembers now.</summary>
    public int Cached => cache.Count;

    /// <inheritdoc />
    public async Task CreateAsync(Guid subject, CancellationToken cancellation)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        var wrapped = master.Wrap(subject, key);
        CryptographicOperations.ZeroMemory(key);
        // Two at once: one row stays, and the answer is about that row, not about this call's key.
        await using var insert = database.Source.CreateCommand(
            "insert into data_keys (subject_id, wrapped_key, created_at) values ($1, $2, $3) on conflict (subject_id) do nothing");
        insert.Parameters.Add(new() { Value = subject });
        insert.Parameters.Add(new() { Value = wrapped });
        insert.Parameters.Add(new() { Value = clock.GetUtcNow() });
        if (await insert.ExecuteNonQueryAsync(cancellation) == 0 && Find(subject) is null) throw new SubjectErasedException(subject);
    }

    /// <inheritdoc />
    public byte[]? Find(Guid subject) => cache.TryGet(subject, out var key) ? key : Load(subject);

    /// <inheritdoc />
    public async Task PreloadAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation)
    {
        // Before anything is read: a key that is destroyed meanwhile must not come back by this.
        var (asked, since) = (cache.Told, clock.GetTimestamp());
        Guid[] unknown = [.. subjects.Where(s => !cache.TryGet(s, out _))];
        if (unknown.Length == 0) return;
        await using var select = database.Source.CreateCommand("select subject_id, wrapped_key from data_keys where subject_id = any($1)");
        select.Parameters.Add(new() { Value = unknown });
        List<(Guid Subject, byte[]? Wrapped)> found = [];
        await using (var rows = await select.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) found.Add((rows.GetGuid(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<byte[]>(1)));
        }

        // A key service is asked for each of them; the vault's connection must not wait for it.
        foreach (var (subject, wrapped) in found)
        {
            cancellation.ThrowIfCancellationRequested();
            cache.Loaded(subject, wrapped is null ? null : master.Unwrap(subject, wrapped), asked, since);
        }
    }

    /// <inheritdoc />
    public Task DestroyAsync(Guid subject, CancellationToken cancellation = default) => DestroyAsync([subject], cancellation);

    /// <inheritdoc />
    public async Task<int> DestroyAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation = default)
    {
        // Told in the same transaction: no key is destroyed without every host hearing of it, and none is told of that is there.
        await using var update = database.Source.CreateCommand(
            $"""
            with destroyed as (
                update data_keys set wrapped_key = null, destroyed_at = $2 where subject_id = any($1) and wrapped_key is not null returning subject_id)
            select pg_notify('{VaultDatabase.DestroyedKeys}', subject_id::text) from destroyed
            """);
        update.Parameters.Add(new() { Value = subjects.ToArray() });
        update.Parameters.Add(new() { Value = clock.GetUtcNow() });
        var count = 0;
        await using (var rows = await update.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) count++;
        }

        foreach (var subject in subjects) cache.Destroyed(subject);
        return count;
    }

    /// <inheritdoc />
    public void Forget(Guid subject) => cache.Forget(subject);

    /// <inheritdoc />
    public void ForgetAll() => cache.ForgetAll();

    private byte[]? Load(Guid subject)
    {
        var (asked, since) = (cache.Told, clock.GetTimestamp());
        using var select = database.Source.CreateCommand("select wrapped_key from data_keys where subject_id = $1");
        select.Parameters.Add(new() { Value = subject });
        return select.ExecuteScalar() switch
        {
            // No row: not remembered, because another host may be making the key right now.
            null => null,
            byte[] wrapped => cache.Loaded(subject, master.Unwrap(subject, wrapped), asked, since),
            _ => cache.Loaded(subject, null, asked, since),
        };
    }
}
