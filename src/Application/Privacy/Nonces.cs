using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Random nonces, drawn many at a time: asking the system for twelve bytes costs as much as the encryption itself. A nonce is
/// stored in clear anyway, so one that waits in memory gives nothing away.
/// </summary>
internal static class Nonces
{
    [ThreadStatic]
    private static byte[]? drawn;

    [ThreadStatic]
    private static int used;

    public static void Next(Span<byte> nonce)
    {
        if (drawn is null || used + nonce.Length > drawn.Length)
        {
            drawn ??= new byte[256 * Aead.NonceSize];
            RandomNumberGenerator.Fill(drawn);
            used = 0;
        }

        drawn.AsSpan(used, nonce.Length).CopyTo(nonce);
        used += nonce.Length;
    }
}
