using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Application.Privacy;

/// <summary>
/// A hash that only this house can compute: look-ups by phone or e-mail, limits and codes are stored as such hashes, because
/// an unkeyed hash of ten digits is guessed in seconds.
/// </summary>
/// <param name="secrets">Holds the pepper.</param>
public sealed class KeyedHash(HouseSecrets secrets)
{
    /// <summary>HMAC-SHA256 in lower-case hexadecimal.</summary>
    /// <param name="purpose">What the hash is for; hashes of one value for two purposes have nothing in common.</param>
    /// <param name="value">The value, already in its one canonical form.</param>
    public string Of(string purpose, string value)
    {
        // The length in front: without it («ab», «c») and («a», «bc») would be one input.
        var purposeBytes = Encoding.UTF8.GetByteCount(purpose);
        var input = new byte[sizeof(int) + purposeBytes + Encoding.UTF8.GetByteCount(value)];
        BinaryPrimitives.WriteInt32BigEndian(input, purposeBytes);
        Encoding.UTF8.GetBytes(purpose, input.AsSpan(sizeof(int)));
        Encoding.UTF8.GetBytes(value, input.AsSpan(sizeof(int) + purposeBytes));
        return Convert.ToHexStringLower(HMACSHA256.HashData(secrets.Pepper, input));
    }
}
