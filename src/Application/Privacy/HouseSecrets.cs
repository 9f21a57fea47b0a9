namespace Marketplace.Application.Privacy;

/// <summary>
/// The secrets that are never in a database: whoever steals a dump can neither guess the hashed phone numbers nor open a
/// sealed value nor unwrap a customer's key. Not a record: nothing here may print itself.
/// </summary>
public sealed class HouseSecrets
{
    /// <summary>The length of each secret in bytes.</summary>
    public const int Size = 32;

    /// <summary>Takes the secrets, each of <see cref="Size"/> random bytes.</summary>
    /// <param name="pepper">Makes hashes of short values (phones, codes) worthless without it.</param>
    /// <param name="sealingKey">Seals short-lived values that belong to no customer's key.</param>
    /// <param name="masterKey">Wraps the customers' keys in the vault; null when a key service does.</param>
    /// <param name="otherMasterKeys">Unwrap what they wrapped before, or will wrap soon; see <see cref="MasterKeyRotation"/>.</param>
    /// <exception cref="ArgumentException">A secret has another length, or two are the same.</exception>
    public HouseSecrets(byte[] pepper, byte[] sealingKey, byte[]? masterKey, IReadOnlyList<byte[]>? otherMasterKeys = null)
    {
        Pepper = Checked(pepper, nameof(pepper));
        SealingKey = Checked(sealingKey, nameof(sealingKey));
        MasterKey = masterKey is null ? null : Checked(masterKey, nameof(masterKey));
        OtherMasterKeys = [.. (otherMasterKeys ?? []).Select(k => Checked(k, nameof(otherMasterKeys)))];
        var all = OtherMasterKeys.Append(Pepper).Append(SealingKey).Concat(MasterKey is null ? [] : [MasterKey]).Select(Convert.ToHexString).ToList();
        if (all.Distinct().Count() < all.Count) throw new ArgumentException("The secrets must differ: one that leaks must not open what another protects.");
    }

    internal byte[] Pepper { get; }

    internal byte[] SealingKey { get; }

    internal byte[]? MasterKey { get; }

    internal IReadOnlyList<byte[]> OtherMasterKeys { get; }

    /// <summary>The master key that the host holds itself, and the others that it can unwrap by; the first is the one that wraps.</summary>
    public IEnumerable<IMasterKey> MasterKeys() => (MasterKey is null ? [] : new[] { MasterKey }).Concat(OtherMasterKeys).Select(k => new FileMasterKey(k));

    private static byte[] Checked(byte[] secret, string name) =>
        secret is { Length: Size } ? [.. secret] : throw new ArgumentException($"A secret has {Size} bytes.", name);
}
