namespace Marketplace.Application.Audit.WhatIf;

/// <summary>One thing that would be otherwise.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="What">A number such as <c>points-earned</c>, or <c>forbidden</c> and the code of the refusal.</param>
/// <param name="StreamId">Of what is forbidden, the wallet, order or card; else null.</param>
/// <param name="At">When that was asked for; else null.</param>
/// <param name="Recorded">How it is; null of what is forbidden.</param>
/// <param name="Replayed">How it would be.</param>
public sealed record WhatIfDifference(Guid CustomerId, string What, Guid? StreamId, DateTimeOffset? At, long? Recorded, long? Replayed)
{
    /// <summary>All differences of one account; none when the other numbers change nothing.</summary>
    public static IEnumerable<WhatIfDifference> Of(ReplayedCustomer replayed)
    {
        var (id, account, _) = replayed;
        foreach (var ((name, recorded), (_, now)) in account.Recorded.ByName().Zip(account.Replayed.ByName()))
        {
            if (recorded != now) yield return new WhatIfDifference(id, name, null, null, recorded, now);
        }

        if (account.Missing > 0) yield return new WhatIfDifference(id, "points-short", null, null, 0, account.Missing);
        foreach (var deed in account.Forbidden) yield return new WhatIfDifference(id, $"forbidden {deed.Code}", deed.StreamId, deed.At, null, null);
    }
}
