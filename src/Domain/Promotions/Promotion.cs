using System.Collections.Immutable;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>What a promo code gives, to whom and how often.</summary>
public sealed record PromoTerms(
    int BasisPoints,
    long AmountOff,
    long? AtMost,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int? UsesPerCustomer,
    int? UsesInTotal,
    long MinimumSum,
    ImmutableList<string> Categories,
    Guid? IssuedTo)
{
    /// <summary>Compares the categories one by one, as a person would.</summary>
    public bool SameAs(PromoTerms other) => this with { Categories = [] } == other with { Categories = [] } && Categories.SequenceEqual(other.Categories);
}

/// <summary>A promo code and the orders that carry it: its limits are kept here and nowhere else.</summary>
/// <param name="Id">The promotion; it follows from the code.</param>
/// <param name="Code">The code, in capitals.</param>
/// <param name="Terms">Its terms of now.</param>
/// <param name="Uses">Whose order carries it, by order.</param>
public sealed record Promotion(Guid Id, string Code, PromoTerms Terms, ImmutableDictionary<Guid, Guid> Uses)
{
    private static readonly Guid Space = new("6f0d5c6e-93a3-4f3f-8a57-6f2a5b1f7c01");

    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>What pricing takes off.</summary>
    public Discount Discount => new(ReductionKind.PromoCode, Code, Id, Terms.BasisPoints, Terms.AmountOff, Terms.AtMost, Terms.Categories);

    /// <summary>The stream of a code, however it is typed.</summary>
    public static Guid IdOf(string code) => DeterministicId.Of(Space, Normal(code));

    /// <summary>A code as it is kept: without blanks around it, in capitals.</summary>
    public static string Normal(string code) => code.Trim().ToUpperInvariant();

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Promotion? Evolve(Promotion? promotion, PromotionEvent happened) => (promotion, happened) switch
    {
        (null, PromoCodeDefined e) => new Promotion(e.PromotionId, e.Code, TermsOf(e), ImmutableDictionary<Guid, Guid>.Empty),
        (null, _) => null,
        ({ } p, PromoCodeDefined e) => p with { Terms = TermsOf(e) },
        ({ } p, PromoCodeUsed e) => p with { Uses = p.Uses.SetItem(e.OrderId, e.CustomerId) },
        ({ } p, PromoCodeReleased e) => p with { Uses = p.Uses.Remove(e.OrderId) },
        _ => promotion,
    };

    private static PromoTerms TermsOf(PromoCodeDefined e) => new(
        e.BasisPoints, e.AmountOff, e.AtMost, e.ValidFrom, e.ValidUntil, e.UsesPerCustomer, e.UsesInTotal, e.MinimumSum, [.. e.Categories], e.IssuedTo);
}
