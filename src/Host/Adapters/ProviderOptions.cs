namespace Marketplace.Host.Adapters;

/// <summary>The names of the providers: of their configuration sections, their options and their secrets.</summary>
public static class ProviderNames
{
    /// <summary>The card acquirer.</summary>
    public const string Acquirer = "Acquirer";

    /// <summary>The bank that pays out.</summary>
    public const string Bank = "Bank";

    /// <summary>The SMS gateway.</summary>
    public const string Sms = "Sms";

    /// <summary>The carrier of parcels. It only calls us, so it has a secret and no address.</summary>
    public const string Carrier = "Carrier";

    /// <summary>Those that we call.</summary>
    public static IReadOnlyList<string> All { get; } = [Acquirer, Bank, Sms];
}

/// <summary>How one provider is reached; named options, one per name in <see cref="ProviderNames"/>.</summary>
public sealed class ProviderOptions
{
    /// <summary>The root of its API. In Development it may be absent: then this host's own simulator answers.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>What both sides sign with. In Development it may be absent: then one is made and kept in the data folder.</summary>
    public string? Secret { get; set; }

    /// <summary>How long to wait for a whole answer; after that the outcome is unknown.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
