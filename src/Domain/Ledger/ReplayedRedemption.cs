namespace Marketplace.Domain.Ledger;

/// <summary>Points that paid an order, fewer perhaps than were recorded: then of each part that comes back fewer come back, too.</summary>
/// <param name="recorded">How many had paid.</param>
/// <param name="spent">How many pay under the other numbers.</param>
internal sealed class ReplayedRedemption(long recorded, long spent)
{
    private long back;

    /// <summary>How many of these recorded points come back. The parts add up to all that was spent when all comes back.</summary>
    public long GiveBack(long points)
    {
        var before = Share(back);
        back = checked(back + points);
        return Share(back) - before;
    }

    private long Share(long ofRecorded) => recorded == 0 ? 0 : (long)((Int128)spent * ofRecorded / recorded);
}
