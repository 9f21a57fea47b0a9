using Marketplace.Domain.Values;

namespace Marketplace.Domain.Certificates;

/// <summary>What may happen to gift certificates (S87, I8).</summary>
public static class CertificateDecisions
{
    /// <summary>Why such a batch cannot be made, or null.</summary>
    public static Rejection? RefuseBatch(Money amount, int count, DateTimeOffset expiresAt, CertificatePolicy policy, DateTimeOffset now)
    {
        if (!amount.IsPositive || amount > policy.MaxAmount) return CertificateErrors.AmountOutOfRange(policy.MaxAmount);
        if (count < 1 || count > policy.MaxCount) return CertificateErrors.CountOutOfRange(policy.MaxCount);
        return expiresAt <= now || expiresAt > now + policy.LongestLife ? CertificateErrors.ExpiryOutOfRange(now + policy.LongestLife) : null;
    }

    /// <summary>Makes one certificate of a batch. No money moves: a certificate that nobody activates is worth nothing.</summary>
    public static Decision<CertificateEvent> Issue(
        Certificate? certificate, Guid certificateId, Guid batchId, Money amount, DateTimeOffset expiresAt, string issuedBy, DateTimeOffset now) =>
        certificate is null
            ? new CertificateIssued(certificateId, batchId, amount.Kopecks, expiresAt, issuedBy, now)
            : Decision<CertificateEvent>.Nothing;

    /// <summary>
    /// Gives the certificate to who entered its code; its face value goes into that wallet in the same transaction. A second time
    /// is refused for its owner too: he must be told that nothing came.
    /// </summary>
    public static Decision<CertificateEvent> Activate(Certificate certificate, Guid customerId, Guid walletId, DateTimeOffset now)
    {
        if (certificate.ActivatedBy is not null) return CertificateErrors.Used;
        if (now >= certificate.ExpiresAt) return CertificateErrors.Expired;
        return new CertificateActivated(certificate.Id, customerId, walletId, certificate.Amount.Kopecks, now);
    }
}
