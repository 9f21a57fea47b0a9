namespace Marketplace.Host.Auth.External;

/// <summary>Whose devices Apple ID is for (S27).</summary>
internal static class ApplePlatforms
{
    private static readonly string[] Others = ["Android", "Windows", "Linux", "X11", "CrOS"];

    /// <summary>
    /// Whether the device is Apple's. What it declares decides; if it declares nothing, a browser that says it runs elsewhere is
    /// believed, and whoever says nothing may go on: it is Apple who lets in, not we.
    /// </summary>
    public static bool Allow(string? declared, string? userAgent)
    {
        if (!string.IsNullOrEmpty(declared)) return declared.ToLowerInvariant() is "ios" or "macos";
        return !Others.Any(other => PlatformOf(userAgent ?? "").Contains(other, StringComparison.OrdinalIgnoreCase));
    }

    // Browsers, and only they, begin so and tell their platform in the first brackets; later ones tell stories.
    private static string PlatformOf(string userAgent)
    {
        if (!userAgent.StartsWith("Mozilla/", StringComparison.Ordinal)) return "";
        var (open, close) = (userAgent.IndexOf('('), userAgent.IndexOf(')'));
        return 0 <= open && open < close ? userAgent[open..close] : "";
    }
}
