using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// The key that signs checkpoints, ECDSA on P-256, as C2SP signed notes of the type 0x02 do: the key's id is the first four bytes of
/// the SHA-256 of its public half (SPKI, DER), a signature is DER over the SHA-256 of the text.
/// </summary>
public sealed class CheckpointKey : IDisposable
{
    private const int IdSize = 4;
    private readonly ECDsa key;
    private readonly byte[] id;

    /// <summary>Takes a private key.</summary>
    /// <param name="pem">PKCS#8 or SEC 1, P-256.</param>
    /// <exception cref="InvalidOperationException">It is another kind of key.</exception>
    public CheckpointKey(string pem)
    {
        key = ECDsa.Create();
        key.ImportFromPem(pem);
        if (key.KeySize != 256) throw new InvalidOperationException("The key of the audit must be ECDSA on P-256.");
        id = SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..IdSize];
    }

    /// <summary>What a verifier needs.</summary>
    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A new key.</summary>
    public static string NewPem()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The text with its signature line.</summary>
    public string Note(string origin, string text)
    {
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{text}\n— {origin} {Convert.ToBase64String([.. id, .. signature])}\n";
    }

    /// <summary>Whether a note is that text, signed by this key.</summary>
    public bool HasSigned(string origin, string text, string note)
    {
        var (head, tail) = ($"{text}\n— {origin} ", "\n");
        if (!note.StartsWith(head, StringComparison.Ordinal) || !note.EndsWith(tail, StringComparison.Ordinal)) return false;
        var buffer = new byte[note.Length];
        return Convert.TryFromBase64String(note[head.Length..^tail.Length], buffer, out var length)
            && length > IdSize && buffer.AsSpan(0, IdSize).SequenceEqual(id)
            && key.VerifyData(Encoding.UTF8.GetBytes(text), buffer.AsSpan(IdSize, length - IdSize), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc />
    public void Dispose() => key.Dispose();
}
