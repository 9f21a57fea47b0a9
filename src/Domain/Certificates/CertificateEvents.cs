namespace Marketplace.Domain.Certificates;

/// <summary>Something that happened to a gift certificate. Amounts are kopecks. No event knows its code.</summary>
public abstract record CertificateEvent;

/// <summary>
/// A certificate was made by staff and can be activated before <c>ExpiresAt</c>. <c>CertificateId</c> follows from the keyed hash
/// of its code; <c>BatchId</c> is what was asked for together; <c>IssuedBy</c> is the member of staff, not a person's name.
/// </summary>
public sealed record CertificateIssued(
    Guid CertificateId, Guid BatchId, long Amount, DateTimeOffset ExpiresAt, string IssuedBy, DateTimeOffset IssuedAt) : CertificateEvent;

/// <summary>Its holder activated it: the whole face value went into that wallet, and it has one owner from now on (S87).</summary>
public sealed record CertificateActivated(
    Guid CertificateId, Guid CustomerId, Guid WalletId, long Amount, DateTimeOffset ActivatedAt) : CertificateEvent;
