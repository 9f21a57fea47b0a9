using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Marketplace.Host.Tests.Auth.Passkeys;

/// <summary>
/// An authenticator in software: the part of a phone that keeps the key and speaks WebAuthn (level 3), with attestation «none».
/// It speaks the JSON that <c>PublicKeyCredential.toJSON()</c> gives.
/// </summary>
public sealed class SoftAuthenticator(string origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;
    private const int Es256 = -7;
    private static readonly string[] Transports = ["internal"];
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);
    private string? userHandle;

    /// <summary>How many signatures it has made.</summary>
    public uint Signatures { get; private set; }

    public string CredentialId => Base64Url.EncodeToString(credentialId);

    /// <summary>The private half; it never leaves a real device.</summary>
    public byte[] PrivateKey => key.ExportParameters(includePrivateParameters: true).D!;

    public void Dispose() => key.Dispose();

    /// <summary>Makes the key that the options ask for.</summary>
    public object Create(JsonElement options, Misbehaviour? wrong = null)
    {
        wrong ??= new();
        userHandle = options.GetProperty("user").GetProperty("id").GetString();
        var rpId = wrong.RpId ?? options.GetProperty("rp").GetProperty("id").GetString()!;
        var authenticatorData = AuthenticatorData(rpId, wrong, attested: true);
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(ClientData("webauthn.create", options, wrong)),
            attestationObject = Base64Url.EncodeToString(Attestation(authenticatorData)),
            transports = Transports,
        });
    }

    /// <summary>Signs what the options ask for.</summary>
    public object Get(JsonElement options, Misbehaviour? wrong = null)
    {
        wrong ??= new();
        Signatures++;
        var authenticatorData = AuthenticatorData(wrong.RpId ?? options.GetProperty("rpId").GetString()!, wrong, attested: false);
        var clientData = ClientData("webauthn.get", options, wrong);
        byte[] signed = [.. authenticatorData, .. SHA256.HashData(clientData)];
        if (wrong.WrongSignature) signed[^1] ^= 1;
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(clientData),
            authenticatorData = Base64Url.EncodeToString(authenticatorData),
            signature = Base64Url.EncodeToString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            userHandle = wrong.UserHandle is { } other ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(other)) : userHandle,
        });
    }

    private object Credential(object response) => new
    {
        id = CredentialId,
        rawId = CredentialId,
        type = "public-key",
        authenticatorAttachment = "platform",
        clientExtensionResults = new { },
        response,
    };

    private byte[] ClientData(string type, JsonElement options, Misbehaviour wrong) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = wrong.Challenge ?? options.GetProperty("challenge").GetString(),
        origin = wrong.Origin ?? origin,
        crossOrigin = wrong.CrossOrigin,
    });

    private byte[] AuthenticatorData(string rpId, Misbehaviour wrong, bool attested)
    {
        var flags = (byte)(UserPresent | (wrong.UserVerified ? UserVerified : 0) | (attested ? HasCredential : 0));
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, wrong.SignCount ?? Signatures);
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), flags, .. count];
        if (!attested) return head;
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)credentialId.Length);
        return [.. head, .. new byte[16], .. length, .. credentialId, .. PublicKey()];
    }

    // COSE_Key: kty EC2, alg ES256, crv P-256, x, y.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        Write(cbor, label: 1, value: 2);
        Write(cbor, label: 3, Es256);
        Write(cbor, label: -1, value: 1);
        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static void Write(CborWriter cbor, int label, int value)
    {
        cbor.WriteInt32(label);
        cbor.WriteInt32(value);
    }

    private static byte[] Attestation(byte[] authenticatorData)
    {
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(authenticatorData);
        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
