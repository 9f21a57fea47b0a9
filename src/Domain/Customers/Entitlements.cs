namespace Marketplace.Domain.Customers;

/// <summary>What a person may want to do with an account; the columns of the table of D10.</summary>
public enum AccountAction
{
    /// <summary>Look through the catalogue.</summary>
    Browse,

    /// <summary>Keep favourites.</summary>
    KeepFavourites,

    /// <summary>Wait for goods that are absent.</summary>
    JoinWaitlist,

    /// <summary>Reserve goods.</summary>
    Reserve,

    /// <summary>Order.</summary>
    Order,

    /// <summary>Pay by card or wallet.</summary>
    Pay,

    /// <summary>Bring money into the wallet.</summary>
    TopUp,

    /// <summary>Activate a gift certificate.</summary>
    ActivateCertificate,

    /// <summary>Cancel an order or remove units.</summary>
    Cancel,

    /// <summary>Return goods.</summary>
    Return,

    /// <summary>See the purchases.</summary>
    SeeHistory,

    /// <summary>Prove the e-mail.</summary>
    VerifyEmail,

    /// <summary>Stop the news.</summary>
    Unsubscribe,

    /// <summary>Ask for the account's deletion.</summary>
    RequestDeletion,

    /// <summary>Take money out of the wallet (S88).</summary>
    Withdraw,

    /// <summary>Apply for a bonus card (S56).</summary>
    ApplyForBonusCard,

    /// <summary>Pay with points.</summary>
    SpendPoints,

    /// <summary>Buy in instalments.</summary>
    TakeInstalments,

    /// <summary>Have a bank card kept.</summary>
    SaveCard,

    /// <summary>Open the account by a fingerprint or a face (S30).</summary>
    EnrolPasskey,

    /// <summary>Receive the reward for a friend.</summary>
    ReceiveReferralReward,

    /// <summary>Change the phone (S45).</summary>
    ChangePhone,
}

/// <summary>How far an account is trusted (S9): each level may all that the one before it may.</summary>
public enum ProtectionLevel
{
    /// <summary>Nobody is signed in.</summary>
    Anonymous,

    /// <summary>Registered, not protected (S11).</summary>
    Restricted,

    /// <summary>The e-mail is proven (S16).</summary>
    Protected,
}

/// <summary>The one table that decides what an account may do (S9, S11, D10), and what waits after a change nobody proved (D11, S51).</summary>
public static class Entitlements
{
    /// <summary>For how long the deeds that need a settled owner wait after such a change.</summary>
    public static readonly TimeSpan CoolingOff = TimeSpan.FromHours(72);

    private static readonly AccountAction[] OpenToAnybody = [AccountAction.Browse];

    private static readonly AccountAction[] NeedProtection =
    [
        AccountAction.Withdraw, AccountAction.ApplyForBonusCard, AccountAction.SpendPoints, AccountAction.TakeInstalments,
        AccountAction.SaveCard, AccountAction.EnrolPasskey, AccountAction.ReceiveReferralReward, AccountAction.ChangePhone,
    ];

    private static readonly AccountAction[] NeedSettledOwner = [AccountAction.Withdraw, AccountAction.RequestDeletion, AccountAction.EnrolPasskey];

    /// <summary>How far the account is trusted.</summary>
    public static ProtectionLevel LevelOf(Customer? customer) => customer switch
    {
        null => ProtectionLevel.Anonymous,
        { Protected: true } => ProtectionLevel.Protected,
        _ => ProtectionLevel.Restricted,
    };

    /// <summary>The least trusted level that may do it.</summary>
    public static ProtectionLevel Needed(AccountAction action)
    {
        if (OpenToAnybody.Contains(action)) return ProtectionLevel.Anonymous;
        return NeedProtection.Contains(action) ? ProtectionLevel.Protected : ProtectionLevel.Restricted;
    }

    /// <summary>Why this account may not do it now, naming the missing step, or null.</summary>
    /// <param name="customer">The account; null when nobody is signed in.</param>
    /// <param name="action">The deed.</param>
    /// <param name="now">The time.</param>
    public static Rejection? Refuse(Customer? customer, AccountAction action, DateTimeOffset now)
    {
        if (customer is { IsLeaving: true }) return DeletionErrors.Deleted;
        var (level, needed) = (LevelOf(customer), Needed(action));
        if (level < needed) return customer is null ? CustomerErrors.SignInRequired : ProtectionErrors.AccountRestricted(Missing(customer));
        return customer is not null && NeedSettledOwner.Contains(action) ? RefuseUnsettled(customer, now) : null;
    }

    /// <summary>The steps to protection that have not been made, in their order.</summary>
    public static IReadOnlyList<string> Missing(Customer customer)
    {
        if (customer.Protected) return [];
        List<string> missing = [];
        if (customer.Profile is null) missing.Add("profile");
        missing.Add(customer.Email is null ? "email" : "email-confirmation");
        return missing;
    }

    private static Rejection? RefuseUnsettled(Customer customer, DateTimeOffset now)
    {
        if (customer.ContactChanges.Find(c => c.EffectiveAt is not null) is { } waiting)
        {
            return ContactErrors.ChangePending(waiting.EffectiveAt!.Value + CoolingOff);
        }

        return customer.UnprovenChangeAt + CoolingOff is { } until && now < until ? ContactErrors.CoolingOff(until) : null;
    }
}
