namespace Marketplace.Domain.Customers;

/// <summary>Something that happened to a customer's account.</summary>
public abstract record CustomerEvent;

/// <summary>How somebody proved to be the customer (D19).</summary>
public enum SignInMethod
{
    /// <summary>A one-time code sent to the phone (S7, S20).</summary>
    PhoneCode,

    /// <summary>The last four digits of the number that called (S22).</summary>
    PhoneCall,

    /// <summary>A one-time code sent to the verified e-mail (S24).</summary>
    EmailCode,

    /// <summary>Apple ID (S27).</summary>
    AppleId,

    /// <summary>Sber ID (S28).</summary>
    SberId,

    /// <summary>A passkey: a fingerprint or a face on the customer's device (S30–S32).</summary>
    Passkey,
}

/// <summary>Why a session ended.</summary>
public enum SessionEnd
{
    /// <summary>The customer signed out on that device.</summary>
    SignedOut,

    /// <summary>The customer closed it from another device (S33).</summary>
    ClosedElsewhere,

    /// <summary>It made room for a newer one (P16).</summary>
    Displaced,

    /// <summary>It was idle, or open, for too long (P16).</summary>
    Expired,

    /// <summary>The account got another phone or e-mail (S46).</summary>
    ContactChanged,

    /// <summary>The account was recovered (S51).</summary>
    Recovered,
}

/// <summary>An account came to be: its phone had just been proved by a code (S2, S3).</summary>
public sealed record CustomerRegistered(Guid CustomerId, Pii<string> Phone, DateTimeOffset RegisteredAt) : CustomerEvent;

/// <summary>The customer agreed to that version of the terms of use (S5).</summary>
public sealed record TermsAccepted(Guid CustomerId, string Version, DateTimeOffset AcceptedAt) : CustomerEvent;

/// <summary>The customer signed in. <c>Client</c> is what the device calls itself, and may name its owner.</summary>
public sealed record SessionOpened(
    Guid CustomerId, Guid SessionId, SignInMethod Method, Pii<string>? Client, DateTimeOffset OpenedAt) : CustomerEvent;

/// <summary>A session ended; its token opens nothing any more.</summary>
public sealed record SessionClosed(Guid CustomerId, Guid SessionId, SessionEnd Reason, DateTimeOffset ClosedAt) : CustomerEvent;
