using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>How far a rotation is.</summary>
/// <param name="Rewrapped">Keys that it has wrapped anew.</param>
/// <param name="Left">Keys that older versions still wrap.</param>
public sealed record RotationProgress(long Rewrapped, long Left);

/// <summary>
/// Wraps every customer's key anew by the current version of the master key. Hosts go on meanwhile: what is wrapped tells by
/// which version, and they have both. It may be killed at any moment and begun again: what is done is committed key by key, and
/// what is left is found by its version.
/// </summary>
/// <param name="database">Where the wrapped keys are.</param>
/// <param name="master">Unwraps by every version and wraps by the current one.</param>
public sealed class MasterKeyRotation(VaultDatabase database, IMasterKey master)
{
    private const int PageSize = 500;

    /// <summary>Runs until no key is left under an older version, also none that a host wrapped so meanwhile.</summary>
    /// <param name="progress">Told after every page.</param>
    /// <param name="cancellation">Stops between two keys.</param>
    /// <returns>How many keys were wrapped anew.</returns>
    /// <exception cref="CryptographicException">A key does not unwrap: its master key is not configured, or it was changed. It names the subject.</exception>
    public async Task<long> RunAsync(IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        var version = master.CurrentVersion();
        var (done, left) = (0L, await LeftAsync(version, cancellation));
        Guid? last = null;
        while (left > 0)
        {
            var page = await PageAsync(version, last, cancellation);
            foreach (var (subject, wrapped) in page) done += await RewrapAsync(subject, wrapped, cancellation) ? 1 : 0;
            last = page.Count == PageSize ? page[^1].Subject : null;
            // At the end of the table it counts again: somebody may have wrapped by an older version behind its back.
            left = last is null ? await LeftAsync(version, cancellation) : Math.Max(1, left - page.Count);
            progress?.Report(new RotationProgress(done, left));
        }

        return done;
    }

    /// <summary>How many keys are wrapped by another version than that.</summary>
    public async Task<long> LeftAsync(byte[] version, CancellationToken cancellation)
    {
        await using var count = database.Source.CreateCommand(
            $"select count(*) from data_keys where wrapped_key is not null and substring(wrapped_key from 1 for {IMasterKey.VersionSize}) <> $1");
        count.Parameters.Add(new() { Value = version });
        return (long)(await count.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<List<(Guid Subject, byte[] Wrapped)>> PageAsync(byte[] version, Guid? after, CancellationToken cancellation)
    {
        await using var select = database.Source.CreateCommand(
            $"""
            select subject_id, wrapped_key from data_keys
            where wrapped_key is not null and substring(wrapped_key from 1 for {IMasterKey.VersionSize}) <> $1 and ($2 is null or subject_id > $2)
            order by subject_id limit {PageSize}
            """);
        select.Parameters.Add(new() { Value = version });
        select.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        List<(Guid, byte[])> page = [];
        await using var rows = await select.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) page.Add((rows.GetGuid(0), rows.GetFieldValue<byte[]>(1)));
        return page;
    }

    private async Task<bool> RewrapAsync(Guid subject, byte[] wrapped, CancellationToken cancellation)
    {
        var anew = Rewrapped(subject, wrapped);
        // Only if it is still what was read: a key that is destroyed meanwhile must not come back.
        await using var update = database.Source.CreateCommand("update data_keys set wrapped_key = $3 where subject_id = $1 and wrapped_key = $2");
        update.Parameters.Add(new() { Value = subject });
        update.Parameters.Add(new() { Value = wrapped });
        update.Parameters.Add(new() { Value = anew });
        return await update.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private byte[] Rewrapped(Guid subject, byte[] wrapped)
    {
        try
        {
            var key = master.Unwrap(subject, wrapped);
            var anew = master.Wrap(subject, key);
            CryptographicOperations.ZeroMemory(key);
            return anew;
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException($"The key of {subject} cannot be wrapped anew. {e.Message}", e);
        }
    }
}
