using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Keeps a short-lived value that has no subject yet (the phone of someone who is not a customer) unreadable in the database.
/// What belongs to a customer is a <see cref="Domain.Pii{T}"/> instead, because this key outlives every customer.
/// </summary>
/// <param name="secrets">Holds the key.</param>
public sealed class Sealer(HouseSecrets secrets)
{
    /// <summary>Seals a value; two seals of one value differ.</summary>
    /// <param name="purpose">What it is for; it opens for no other purpose.</param>
    /// <param name="value">The value in clear.</param>
    public byte[] Seal(string purpose, string value)
    {
        var clear = Encoding.UTF8.GetBytes(value);
        var box = new byte[clear.Length + Aead.Overhead];
        Aead.Seal(secrets.SealingKey, Encoding.UTF8.GetBytes(purpose), clear, box);
        CryptographicOperations.ZeroMemory(clear);
        return box;
    }

    /// <summary>Opens what was sealed for that purpose.</summary>
    /// <exception cref="CryptographicException">It was sealed for another purpose, under another key, or was changed.</exception>
    public string Open(string purpose, byte[] box)
    {
        var clear = new byte[Math.Max(0, box.Length - Aead.Overhead)];
        if (box.Length < Aead.Overhead || !Aead.TryOpen(secrets.SealingKey, Encoding.UTF8.GetBytes(purpose), box, clear))
            throw new CryptographicException("A sealed value does not open: other purpose, other key, or changed.");
        var value = Encoding.UTF8.GetString(clear);
        CryptographicOperations.ZeroMemory(clear);
        return value;
    }
}
