namespace Marketplace.Domain.Customers;

/// <summary>Who else vouches for a customer (S27, S28).</summary>
public enum ExternalProvider
{
    /// <summary>Apple ID.</summary>
    Apple,

    /// <summary>Sber ID.</summary>
    Sber,
}

/// <summary>An identity elsewhere opens this account from now on; <c>Subject</c> is what its issuer calls it (S27, S28).</summary>
public sealed record ExternalIdentityLinked(
    Guid CustomerId, Guid IdentityId, ExternalProvider Provider, Pii<string> Subject, DateTimeOffset LinkedAt) : CustomerEvent;

/// <summary>A key that a device keeps behind a fingerprint or a face opens this account from now on (S30–S32).</summary>
public sealed record PasskeyEnrolled(Guid CustomerId, Guid PasskeyId, Pii<string>? Device, DateTimeOffset EnrolledAt) : CustomerEvent;

/// <summary>That key opens nothing any more (S31).</summary>
public sealed record PasskeyRemoved(Guid CustomerId, Guid PasskeyId, DateTimeOffset RemovedAt) : CustomerEvent;
