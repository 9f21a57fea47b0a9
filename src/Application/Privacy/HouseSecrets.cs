namespace Marketplace.Application.Privacy;

/// <summary>
/// The secrets that are never in a database: whoever steals a dump can neither guess the hashed phone numbers nor open a
/// sealed value nor unwrap a customer's key. Not a record: nothing here may print itself.
/// </summary>
public sealed class HouseSecrets
{
    /// <summary>The length of each secret in bytes.</summary>
    public const int Size = 32;

    /// <summary>Takes the three secrets, each of <see cref="Size"/> random bytes.</summary>
    /// <param name="pepper">Makes hashes of short values (phones, codes) worthless without it.</param>
    /// <param name="sealingKey">Seals short-lived values that belong to no customer's key.</param>
    /// <param name="masterKey">Wraps the customers' keys in the vault.</param>
    /// <exception cref="ArgumentException">A secret has another length, or two are the same.</exception>
    public HouseSecrets(byte[] pepper, byte[] sealingKey, byte[] masterKey)
    {
        Pepper = Checked(pepper, nameof(pepper));
        SealingKey = Checked(sealingKey, nameof(sealingKey));
        MasterKey = Checked(masterKey, nameof(masterKey));
        if (pepper.AsSpan().SequenceEqual(sealingKey) || pepper.AsSpan().SequenceEqual(masterKey) || sealingKey.AsSpan().SequenceEqual(masterKey))
            throw new ArgumentException("The three secrets must differ: one that leaks must not open what another protects.");
    }

    internal byte[] Pepper { get; }

    internal byte[] SealingKey { get; }

    internal byte[] MasterKey { get; }

    private static byte[] Checked(byte[] secret, string name) =>
        secret is { Length: Size } ? [.. secret] : throw new ArgumentException($"A secret has {Size} bytes.", name);
}
