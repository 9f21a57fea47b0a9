using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>A payment whose card part is not decided yet.</summary>
public sealed record PendingPayment(Guid AttemptId, Money Wallet, long Points, Money Card);

/// <summary>The card that pays part of the order: authorised, then <c>Due</c> at dispatch, then taken (P11).</summary>
public sealed record CardTender(Guid AttemptId, bool Captured, bool Voided, Money Due);

/// <summary>Points that the order earned, on how much <see cref="Order.EarningWeight"/>, and how many of them were taken back since (I7).</summary>
public sealed record EarnedPoints(long Points, Int128 On, long TakenBack);
