using Marketplace.Domain.Values;

namespace Marketplace.Domain.Certificates;

/// <summary>What deciding about a gift certificate needs.</summary>
/// <param name="Id">Its identity, from the keyed hash of its code.</param>
/// <param name="Amount">Its face value.</param>
/// <param name="ExpiresAt">The first moment at which it cannot be activated any more.</param>
/// <param name="ActivatedBy">The customer who has it; null while nobody has.</param>
public sealed record Certificate(Guid Id, Money Amount, DateTimeOffset ExpiresAt, Guid? ActivatedBy)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Certificate? Evolve(Certificate? certificate, CertificateEvent happened) => (certificate, happened) switch
    {
        (null, CertificateIssued e) => new Certificate(e.CertificateId, new Money(e.Amount), e.ExpiresAt, null),
        ({ ActivatedBy: null } c, CertificateActivated e) => c with { ActivatedBy = e.CustomerId },
        _ => certificate,
    };
}
