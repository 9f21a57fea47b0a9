using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>Makes ID tokens, sound ones and all that must be refused.</summary>
public sealed class IdTokenMint(string clientId, string clientSecret, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private ECDsaSecurityKey key = NewKey(RandomNumberGenerator.GetHexString(16, lowercase: true));
    private string? last;

    /// <summary>Takes another key into use; the old one is no longer published.</summary>
    public void ChangeKey() => key = NewKey(RandomNumberGenerator.GetHexString(16, lowercase: true));

    /// <summary>The public key, as it is published.</summary>
    public object PublicKey()
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return new { kty = "EC", use = "sig", alg = SecurityAlgorithms.EcdsaSha256, crv = "P-256", kid = key.KeyId, x, y };
    }

    /// <summary>The token, made in that manner; null when there is to be none.</summary>
    public string? TokenFor(string issuer, string subject, string nonce, IdentityManner manner)
    {
        if (manner == IdentityManner.ForgetsToken) return null;
        if (manner == IdentityManner.RepeatsToken && last is not null) return last;
        var token = handler.CreateToken(Described(issuer, subject, nonce, manner));
        last = manner switch
        {
            IdentityManner.DoesNotSign => WithHeader(token, """{"alg":"none","typ":"JWT"}"""),
            IdentityManner.ChangesSubject => WithSubject(token, subject),
            _ => token,
        };
        return last;
    }

    private SecurityTokenDescriptor Described(string issuer, string subject, string nonce, IdentityManner manner)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var issued = manner == IdentityManner.IsLate ? now - Life - TimeSpan.FromMinutes(2) : now;
        var described = new SecurityTokenDescriptor
        {
            Issuer = manner == IdentityManner.NamesOtherIssuer ? issuer + "/" : issuer,
            IssuedAt = issued,
            Expires = issued + Life,
            Claims = new Dictionary<string, object> { ["sub"] = subject },
            SigningCredentials = CredentialsOf(manner),
        };
        // A real provider may say such things too; nothing here may come of them.
        (described.Claims["email"], described.Claims["email_verified"], described.Claims["phone_number"]) = ("somebody@example.com", true, "+79161234567");
        if (manner != IdentityManner.ForgetsNonce) described.Claims["nonce"] = nonce;
        if (manner == IdentityManner.NamesOtherParty) described.Claims["azp"] = "another-shop";
        described.Audiences.Add(manner == IdentityManner.NamesOtherAudience ? "another-shop" : clientId);
        if (manner == IdentityManner.NamesTwoAudiences) described.Audiences.Add("another-shop");
        return described;
    }

    private SigningCredentials CredentialsOf(IdentityManner manner) => manner switch
    {
        IdentityManner.SignsWithSecret => new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(clientSecret)), SecurityAlgorithms.HmacSha256),
        IdentityManner.SignsWithUnknownKey => new(NewKey(key.KeyId), SecurityAlgorithms.EcdsaSha256),
        _ => new(key, SecurityAlgorithms.EcdsaSha256),
    };

    private static string WithHeader(string token, string header) => $"{Encoded(header)}.{token.Split('.')[1]}.";

    private static string WithSubject(string token, string subject)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace(subject, $"not-{subject}", StringComparison.Ordinal);
        return $"{parts[0]}.{Encoded(payload)}.{parts[2]}";
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static ECDsaSecurityKey NewKey(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };
}
