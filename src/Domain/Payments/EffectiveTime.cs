namespace Marketplace.Domain.Payments;

/// <summary>When something took effect that a provider tells of, which may be long before we hear of it (U2).</summary>
public static class EffectiveTime
{
    /// <summary>
    /// What the provider says, within what can be: not before it was asked, and not after we were told. A provider's clock that is
    /// wrong so moves nothing into a time when there was nothing to move, and nothing into the future.
    /// </summary>
    /// <param name="told">What the provider says; null when it said nothing of it.</param>
    /// <param name="askedAt">When it was asked to do it.</param>
    /// <param name="now">When we were told.</param>
    public static DateTimeOffset Of(DateTimeOffset? told, DateTimeOffset askedAt, DateTimeOffset now)
    {
        if (told is not { } at || at > now) return now;
        return at < askedAt ? (askedAt < now ? askedAt : now) : at.ToUniversalTime();
    }
}
