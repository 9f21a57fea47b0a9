using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Host.Auth;

/// <summary>Asks for a code.</summary>
/// <param name="Phone">The number in any spelling; Russian when it has no country code.</param>
/// <param name="Email">Instead of a phone: the verified e-mail of an account.</param>
/// <param name="Channel"><c>sms</c> or <c>call</c> for a phone, <c>email</c> for an e-mail, or nothing. A call is made only after an SMS has not helped.</param>
public sealed record ChallengeBody(Secret? Phone = null, Secret? Email = null, string? Channel = null);

/// <summary>Answers a challenge.</summary>
/// <param name="ChallengeId">The challenge.</param>
/// <param name="Code">The code from the message.</param>
/// <param name="AcceptedTerms">The <c>version</c> of <c>GET /api/terms</c>; needed for a new number, and after the terms have changed.</param>
/// <param name="Client">What the device calls itself, to recognise the session later.</param>
public sealed record SessionBody(Guid ChallengeId, Secret? Code = null, string? AcceptedTerms = null, Secret? Client = null);

/// <summary>A session was opened. The token is shown this once.</summary>
public sealed record SessionResponse(string Token, Guid CustomerId, Guid SessionId, bool IsNew, DateTimeOffset ExpiresAt)
{
    internal static SessionResponse Of(SignedIn opened) =>
        new(opened.Token.Reveal(), opened.CustomerId, opened.SessionId, opened.IsNew, opened.ExpiresAt);

    /// <summary>Prints no token.</summary>
    public override string ToString() => nameof(SessionResponse);
}

/// <summary>A live session in a list.</summary>
/// <param name="SessionId">Its name.</param>
/// <param name="Client">What the device calls itself.</param>
/// <param name="Method">How its opener proved to be the customer.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was used last, to within an hour.</param>
/// <param name="ExpiresAt">When it ends if it is not used any more.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record SessionItem(
    Guid SessionId, string? Client, SignInMethod Method, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool Current)
{
    internal static SessionItem Of(Session session, SessionPolicy policy, Guid current) => new(
        session.SessionId, session.Client?.Value, session.Method, session.CreatedAt, session.LastSeenAt, session.ExpiryBy(policy), session.SessionId == current);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(SessionItem);
}

/// <summary>The terms of use of today.</summary>
/// <param name="Version">What to send as <c>acceptedTerms</c>.</param>
/// <param name="Text">The text in the language of the request.</param>
/// <param name="Url">Where the whole text is, when it is elsewhere.</param>
/// <param name="PersonalData">The consent that a bonus card needs besides (S57).</param>
public sealed record TermsResponse(string Version, string Text, Uri? Url, ConsentTextResponse PersonalData);

/// <summary>The consent to the processing of personal data of today; it is given apart from the terms (S57).</summary>
/// <param name="Version">What to send as <c>consent</c> with an application for a bonus card.</param>
/// <param name="Text">The text in the language of the request.</param>
/// <param name="Url">Where the whole text is, when it is elsewhere.</param>
public sealed record ConsentTextResponse(string Version, string Text, Uri? Url);
