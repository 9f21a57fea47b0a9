using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Orders;

/// <summary>What leads from a phone to an order that was placed without an account (D1). Nothing personal is left once it is forgotten.</summary>
/// <param name="Id">The order.</param>
/// <param name="GuestId">The subject of its phone and address.</param>
/// <param name="PhoneHash">The keyed hash of the phone: who proves that phone may have the order.</param>
/// <param name="Phone">The phone, which is told of the parcel and of receipts.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ForgottenAt">When it joined an account, or its time was over; from then on the guest's key stays destroyed.</param>
public sealed record GuestOrder(Guid Id, Guid GuestId, string? PhoneHash, Pii<string>? Phone, DateTimeOffset PlacedAt, DateTimeOffset? ForgottenAt)
{
    /// <summary>Without anything personal.</summary>
    public GuestOrder Forgotten(DateTimeOffset now) => this with { PhoneHash = null, Phone = null, ForgottenAt = now };
}

/// <summary>The hashes and tokens of guests' orders.</summary>
/// <param name="hashes">Only this house can compute them.</param>
public sealed class GuestTokens(KeyedHash hashes)
{
    /// <summary>What a guest shows to see the order. It is computed, not kept: whoever steals the database has none.</summary>
    public string Of(Guid orderId) => hashes.Of("guest-order", orderId.ToString("D"));

    /// <summary>Whether that is the order's token.</summary>
    public bool Fits(Guid orderId, string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(orderId)), Encoding.UTF8.GetBytes(token));

    /// <summary>What a guest's phone is known by.</summary>
    public string HashOf(PhoneNumber phone) => hashes.Of("guest-phone", phone.Value);
}
