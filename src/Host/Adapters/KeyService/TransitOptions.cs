namespace Marketplace.Host.Adapters.KeyService;

/// <summary>How the key service is reached: the section <c>MasterKey:Transit</c>.</summary>
public sealed class TransitOptions
{
    /// <summary>The root of its API, such as <c>https://vault.example.com:8200</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>Where its transit engine is mounted.</summary>
    public string Mount { get; set; } = "transit";

    /// <summary>The name of the key there, of the type <c>aes256-gcm96</c>.</summary>
    public string Key { get; set; } = "marketplace";

    /// <summary>The token that may encrypt and decrypt by this key, and read it.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds the token and that somebody else renews; it is read anew for each call.</summary>
    public string? TokenFile { get; set; }

    /// <summary>How long to wait for an answer. Whoever needs a customer's key waits with it.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What would keep the host from using it, by the names of the settings.</summary>
    /// <param name="development">Whether clear text may travel to another machine than this one.</param>
    public IEnumerable<string> Faults(bool development)
    {
        if (Address is not { IsAbsoluteUri: true } url) yield return "MasterKey:Transit:Address must be an absolute address.";
        else if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && (development || url.IsLoopback)))
            yield return "MasterKey:Transit:Address must be https.";
        if (!IsName(Mount) || !IsName(Key)) yield return "MasterKey:Transit:Mount and :Key are names without blanks and dots.";
        if (string.IsNullOrEmpty(Token) == string.IsNullOrEmpty(TokenFile)) yield return "MasterKey:Transit needs either Token or TokenFile.";
        if (Timeout <= TimeSpan.Zero) yield return "MasterKey:Transit:Timeout must be positive.";
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/');
}
