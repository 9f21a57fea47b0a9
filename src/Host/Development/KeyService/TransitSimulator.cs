using System.Collections.Concurrent;
using Marketplace.Host.Adapters.KeyService;

namespace Marketplace.Host.Development.KeyService;

/// <summary>
/// A key service on the loopback address that speaks the part of the transit API that <see cref="TransitMasterKey"/> needs, and
/// refuses as the real one does. Its keys live as long as the process: it is for tests and for trying things out.
/// </summary>
public sealed class TransitSimulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, TransitKey> keys = new();
    private int asked;

    private TransitSimulator(string token)
    {
        Token = token;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = TransitJson.Options.PropertyNamingPolicy);
        app = builder.Build();
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref asked);
            if (Sealed) return Refused(503, "Vault is sealed").ExecuteAsync(context);
            var shown = context.Request.Headers["X-Vault-Token"].ToString();
            if (shown.Length == 0) return Refused(400, "missing client token").ExecuteAsync(context);
            return shown == Token ? next(context) : Refused(403, "permission denied").ExecuteAsync(context);
        });
        app.MapPost("/v1/transit/keys/{name}", (string name) => { Key(name); return Results.NoContent(); });
        app.MapGet("/v1/transit/keys/{name}", (string name) => Of(name, key => Answer(new { name, type = "aes256-gcm96", latest_version = key.Latest, min_decryption_version = key.MinDecryption })));
        app.MapPost("/v1/transit/keys/{name}/rotate", (string name) => Of(name, key => { key.Rotate(); return Results.NoContent(); }));
        app.MapPost("/v1/transit/keys/{name}/config", (string name, Config config) => Of(name, key => { key.MinDecryption = config.MinDecryptionVersion; return Results.NoContent(); }));
        app.MapPost("/v1/transit/encrypt/{name}", (string name, Clear body) => Of(name, key =>
            Answer(new { ciphertext = key.Encrypt(Convert.FromBase64String(body.Plaintext), Associated(body.AssociatedData)), key_version = key.Latest })));
        app.MapPost("/v1/transit/decrypt/{name}", (string name, Cipher body) => Of(name, key =>
        {
            var (clear, error) = key.Decrypt(body.Ciphertext, Associated(body.AssociatedData));
            return clear is null ? Refused(400, error) : Answer(new { plaintext = Convert.ToBase64String(clear) });
        }));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>The token that it takes.</summary>
    public string Token { get; }

    /// <summary>How many requests have come.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Answers nothing but 503, as a service that nobody has unsealed.</summary>
    public bool Sealed { get; set; }

    /// <summary>Starts one on a free port.</summary>
    public static async Task<TransitSimulator> StartAsync(string token)
    {
        var simulator = new TransitSimulator(token);
        await simulator.app.StartAsync();
        return simulator;
    }

    /// <summary>Makes a key, or finds it.</summary>
    public TransitKey Key(string name) => keys.GetOrAdd(name, _ => new TransitKey());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Of(string name, Func<TransitKey, IResult> answer) => keys.TryGetValue(name, out var key)
        ? answer(key)
        : Refused(404, "encryption key not found");

    private static IResult Answer(object data) => Results.Ok(new { request_id = Guid.NewGuid(), data });

    private static byte[] Associated(string? text) => text is null ? [] : Convert.FromBase64String(text);

    private static IResult Refused(int status, params string[] errors) => Results.Json(new { errors }, statusCode: status);

    internal sealed record Config(int MinDecryptionVersion);

    internal sealed record Clear(string Plaintext, string? AssociatedData);

    internal sealed record Cipher(string Ciphertext, string? AssociatedData);
}
