using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Application;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>
/// The moment as of which something is read (U1), as RFC 3339 writes it: with seconds and with an offset. What is written in
/// another way is a 400, because a guess would answer for another moment.
/// </summary>
/// <param name="At">The moment.</param>
public sealed partial record AsOf(DateTimeOffset At)
{
    /// <summary>The refusal of a moment that has not come yet.</summary>
    public static Rejection Invalid { get; } = new(
        "request.as-of-invalid", RejectionKind.Invalid,
        "The past can be read, the future cannot. Ask for a time that is over.",
        "Прочитать можно прошлое, но не будущее. Укажите время, которое уже наступило.")
    { Field = "asOf" };

    /// <summary>Reads it from a query.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AsOf? asOf)
    {
        asOf = null;
        if (text is null || Rfc3339().Match(text) is not { Success: true } parts) return false;
        // Seven digits of a second is as far as a clock here counts.
        var fraction = parts.Groups["fraction"].Value;
        var written = $"{parts.Groups["time"]}{(fraction.Length > 8 ? fraction[..8] : fraction)}{parts.Groups["offset"]}".ToUpperInvariant();
        if (!DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at)) return false;
        asOf = new AsOf(at);
        return true;
    }

    [GeneratedRegex(@"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(?<fraction>\.[0-9]{1,20})?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();
}

/// <summary>How endpoints use it.</summary>
public static class AsOfRequests
{
    /// <summary>The moment, or null when none was asked for.</summary>
    /// <exception cref="RefusedException">It has not come yet.</exception>
    public static DateTimeOffset? NotAfter(this AsOf? asOf, TimeProvider clock) =>
        asOf?.At > clock.GetUtcNow() ? throw new RefusedException(AsOf.Invalid) : asOf?.At;
}
