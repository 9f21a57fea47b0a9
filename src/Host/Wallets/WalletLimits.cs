using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Http;

namespace Marketplace.Host.Wallets;

/// <summary>
/// The caps that an operator sets: the section <c>Wallet</c>, in kopecks (P8). Everything else about wallets is the product's. No event
/// needs to name them: a cap decides whether something happens, and not what.
/// </summary>
public sealed class WalletLimits
{
    /// <summary>Where they are.</summary>
    public const string Section = "Wallet";

    /// <summary>The most that one withdrawal can take.</summary>
    public long? MaxWithdrawal { get; set; }

    /// <summary>The most that one top-up can bring.</summary>
    public long? MaxTopUp { get; set; }

    /// <summary>The policy with what is set, and the usual caps where nothing is.</summary>
    /// <exception cref="InvalidOperationException">A cap is no amount; the message names the setting.</exception>
    public static WalletPolicy PolicyOf(IConfiguration configuration)
    {
        var usual = new WalletPolicy();
        WalletLimits limits;
        try
        {
            limits = configuration.GetSection(Section).Get<WalletLimits>(o => o.ErrorOnUnknownConfiguration = true) ?? new WalletLimits();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new InvalidOperationException($"{Section}: {nameof(MaxWithdrawal)} and {nameof(MaxTopUp)} are whole kopecks. {unreadable.Message}", unreadable);
        }

        return usual with
        {
            MaxWithdrawal = Cap(nameof(MaxWithdrawal), limits.MaxWithdrawal, usual.MaxWithdrawal),
            MaxTopUp = Cap(nameof(MaxTopUp), limits.MaxTopUp, usual.MaxTopUp),
        };
    }

    private static Money Cap(string name, long? set, Money usual) => set switch
    {
        null => usual,
        >= 1 and <= Amount.Most => new Money(set.Value),
        _ => throw new InvalidOperationException($"{Section}:{name} must be between 1 and {Amount.Most} kopecks."),
    };
}
