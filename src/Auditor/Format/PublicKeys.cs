using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Auditor.Format;

/// <summary>The public keys that an auditor trusts, from a file of PEM blocks: one, or after a change of keys several.</summary>
public sealed class PublicKeys
{
    private const string End = "-----END PUBLIC KEY-----";
    private readonly List<(byte[] Id, ECDsa Key)> keys = [];

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="InputException">There is no such key in it.</exception>
    public PublicKeys(string pem)
    {
        foreach (var block in pem.Split(End, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(block + "\n" + End);
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException)
            {
                throw new InputException($"The key file does not hold ECDSA public keys: {e.Message}");
            }

            keys.Add((SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], key));
        }

        if (keys.Count == 0) throw new InputException("The key file is empty.");
    }

    /// <summary>Whether one of the keys has signed it, and none of them wrongly.</summary>
    public bool HaveSigned(Note note) => HaveSigned(note.Origin, note.Text, note.SignedBy);

    /// <summary>Whether one of the keys has signed that text of that origin, and none of them wrongly.</summary>
    public bool HaveSigned(string origin, string text, IReadOnlyList<(string Name, byte[] Bytes)> signatures)
    {
        var (bytes, good) = (Encoding.UTF8.GetBytes(text), false);
        foreach (var (_, signature) in signatures.Where(s => s.Name == origin))
        {
            foreach (var (id, key) in keys.Where(k => signature.AsSpan(0, 4).SequenceEqual(k.Id)))
            {
                if (!key.VerifyData(bytes, signature.AsSpan(4), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) return false;
                good = true;
            }
        }

        return good;
    }
}
