using System.Security.Claims;
using Marketplace.Application;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Orders;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;

namespace Marketplace.Host.Orders;

/// <summary>
/// Who asks about an order: the customer who is signed in, or, where guests may order, the guest who shows the order's token (D1). A
/// wrong token and an unknown order are told alike.
/// </summary>
/// <param name="policy">Whether there are guests.</param>
/// <param name="tokens">Their tokens.</param>
public sealed class Buyers(CheckoutPolicy policy, GuestTokens tokens)
{
    /// <summary>Where a guest shows the token.</summary>
    public const string Header = "X-Order-Token";

    /// <summary>Whether a guest may order.</summary>
    public bool GuestsAllowed => policy.AllowGuests;

    /// <summary>The owner that the order must have.</summary>
    /// <exception cref="RefusedException">Nobody is signed in, and there is no token that fits.</exception>
    public Guid Of(HttpContext http, Guid orderId)
    {
        if (http.User.FindCustomerId() is { } customer) return customer;
        if (!policy.AllowGuests || http.Request.Headers[Header] is not [{ } token]) throw new RefusedException(CustomerErrors.SignInRequired);
        return tokens.Fits(orderId, token) ? GuestDecisions.OwnerOf(orderId) : throw new RefusedException(OrderErrors.Unknown);
    }

    /// <summary>Under whose key an answer is kept: a guest has none that lasts.</summary>
    public static Guid SubjectOf(ClaimsPrincipal user) => user.FindCustomerId() ?? RequestKey.House;
}
