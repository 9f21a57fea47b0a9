using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Domain.Values;

/// <summary>
/// Ids that follow from other ids: UUID version 5 of RFC 9562. The same namespace and name give the same id everywhere and
/// for ever, so a second stream for the same thing cannot start. Never of personal data: who can guess the name can confirm it.
/// </summary>
public static class DeterministicId
{
    private const int Length = 16;

    /// <summary>The id of <paramref name="name"/> (as UTF-8) in the namespace.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Version 5 is SHA-1 by definition, and nothing secret depends on it")]
    public static Guid Of(Guid space, string name)
    {
        // Big-endian on both sides: Guid's own layout has its first three fields the other way round.
        byte[] bytes = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes.AsSpan(0, Length), bigEndian: true);
    }

    /// <summary>The id that follows from another id, written as 36 lower-case characters.</summary>
    public static Guid Of(Guid space, Guid id) => Of(space, id.ToString("D"));
}
