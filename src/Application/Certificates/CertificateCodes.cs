using System.Security.Cryptography;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Certificates;

namespace Marketplace.Application.Certificates;

/// <summary>Makes the codes of certificates, and finds a certificate by its code. Only the keyed hash of a code is ever kept.</summary>
public sealed class CertificateCodes(KeyedHash hashes)
{
    private const int IdBytes = 16;

    /// <summary>A code of 80 random bits, and the id of its certificate.</summary>
    public (string Code, Guid CertificateId) New()
    {
        var code = CertificateCode.Write(RandomNumberGenerator.GetBytes(CertificateCode.Bytes));
        return (code, IdOf(new Secret(code)) ?? throw new InvalidOperationException("A code that was written cannot be read."));
    }

    /// <summary>The id of the certificate with this code, whether there is one or not; null for what cannot be a code.</summary>
    /// <remarks>122 bits of the keyed hash of 80: who reads the store learns no code, and two codes do not meet.</remarks>
    public Guid? IdOf(Secret typed)
    {
        if (CertificateCode.Read(typed.Reveal()) is not { } code) return null;
        var bytes = Convert.FromHexString(hashes.Of("certificate", code)).AsSpan(0, IdBytes);
        // Version 8 of RFC 9562: an id made in a way of one's own.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
