using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Application.Privacy;

namespace Marketplace.Host.Adapters.KeyService;

/// <summary>
/// A master key inside a key service that speaks the transit API of HashiCorp Vault and OpenBao: the key never leaves it, and
/// what a host may do with it can be taken away there. What is wrapped is: 4 bytes for the key's name, 4 for its version, then
/// the service's text. The subject is bound to it as associated data.
/// </summary>
/// <param name="http">Reaches the service.</param>
/// <param name="options">Where it is and who we are there.</param>
public sealed partial class TransitMasterKey(HttpClient http, TransitOptions options) : IMasterKey
{
    private const int NameSize = 4;

    // What the service says of the text itself: changed, of another subject, or of a version that it has given up.
    private static readonly string[] OfTheText = ["unable to decrypt", "authentication failed", "too old", "could not decode base64"];
    private readonly byte[] name = SHA256.HashData(Encoding.UTF8.GetBytes($"transit {options.Mount}/{options.Key}"))[..NameSize];

    /// <inheritdoc />
    public byte[] CurrentVersion() => Version(Call<KeyAnswer>(HttpMethod.Get, "keys", null).LatestVersion);

    /// <inheritdoc />
    public bool Wrapped(ReadOnlySpan<byte> wrapped) => wrapped.StartsWith(name);

    /// <inheritdoc />
    public byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey)
    {
        var text = Call<CipherText>(HttpMethod.Post, "encrypt", new { plaintext = Convert.ToBase64String(dataKey), associated_data = Associated(subject) }).Ciphertext;
        var version = VersionOf().Match(text) is { Success: true } m ? int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : throw Garbled();
        return [.. Version(version), .. Encoding.ASCII.GetBytes(text)];
    }

    /// <inheritdoc />
    public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (!Wrapped(wrapped) || wrapped.Length <= IMasterKey.VersionSize) throw new CryptographicException($"A key was not wrapped by {options.Mount}/{options.Key}.");
        var text = Encoding.ASCII.GetString(wrapped[IMasterKey.VersionSize..]);
        var clear = Call<ClearText>(HttpMethod.Post, "decrypt", new { ciphertext = text, associated_data = Associated(subject) }).Plaintext;
        var key = new byte[HouseSecrets.Size + 1];
        return Convert.TryFromBase64String(clear, key, out var length) && length == HouseSecrets.Size ? key[..length] : throw Garbled();
    }

    private byte[] Version(int number)
    {
        var version = new byte[IMasterKey.VersionSize];
        name.CopyTo(version, 0);
        BinaryPrimitives.WriteInt32BigEndian(version.AsSpan(NameSize), number);
        return version;
    }

    private static string Associated(Guid subject) => Convert.ToBase64String(subject.ToByteArray(bigEndian: true));

    // Synchronous like whoever needs a key: a JSON converter cannot wait.
    private T Call<T>(HttpMethod method, string operation, object? body)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.Address!, $"/v1/{options.Mount}/{operation}/{options.Key}"));
            request.Headers.Add("X-Vault-Token", Token(operation));
            if (body is not null) request.Content = JsonContent.Create(body);
            using var patience = new CancellationTokenSource(options.Timeout);
            using var response = http.Send(request, HttpCompletionOption.ResponseContentRead, patience.Token);
            using var stream = response.Content.ReadAsStream(patience.Token);
            if (!response.IsSuccessStatusCode) throw Refusal(response.StatusCode, operation, stream);
            return System.Text.Json.JsonSerializer.Deserialize<Envelope<T>>(stream, TransitJson.Options)!.Data ?? throw Garbled();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or System.Text.Json.JsonException)
        {
            throw new MasterKeyAwayException($"The key service gave no usable answer to {operation} ({e.GetType().Name}).", e);
        }
    }

    // Whoever renews the file may have emptied it first. The service would say «no token», which says nothing about the key.
    private string Token(string operation)
    {
        var token = options.TokenFile is { Length: > 0 } file ? File.ReadAllText(file).Trim() : options.Token;
        return token is { Length: > 0 } ? token : throw new MasterKeyAwayException($"There is no token to {operation} with: the token file is empty.");
    }

    // Only the service's own word about the text counts as that. It answers 400 also to whoever shows no token, or asks wrongly; that,
    // and anything else (sealed, forbidden, too many requests), may be mended without us.
    private static Exception Refusal(HttpStatusCode status, string operation, Stream body)
    {
        var errors = status == HttpStatusCode.BadRequest ? System.Text.Json.JsonSerializer.Deserialize<Refused>(body, TransitJson.Options)?.Errors ?? [] : [];
        return errors.Any(error => OfTheText.Any(word => error.Contains(word, StringComparison.OrdinalIgnoreCase)))
            ? new CryptographicException($"The key service refused to {operation}: the text was changed, moved to another subject, or its version is gone.")
            : new MasterKeyAwayException($"The key service answered {(int)status} to {operation}.");
    }

    private static MasterKeyAwayException Garbled() => new("The key service's answer cannot be understood.");

    [GeneratedRegex("^vault:v([1-9][0-9]{0,8}):")]
    private static partial Regex VersionOf();

    private sealed record Envelope<T>(T? Data);

    private sealed record Refused(IReadOnlyList<string>? Errors);

    private sealed record KeyAnswer(int LatestVersion);

    private sealed record CipherText(string Ciphertext);

    private sealed record ClearText(string Plaintext);
}
