using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>A top-up whose end is not known yet.</summary>
public sealed record PendingTopUp(Guid TopUpId, Money Amount);

/// <summary>
/// A top-up that ended. <c>Credited</c> is for good; one that was declined can still be credited, because an acquirer may say no
/// first and take the money after all.
/// </summary>
public sealed record EndedTopUp(Guid TopUpId, Money Amount, bool Credited);
