using Marketplace.Application.Idempotency;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Certificates;

/// <summary>Makes a batch of gift certificates of one face value (S87).</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Amount">The face value of each, in kopecks.</param>
/// <param name="Count">How many.</param>
/// <param name="ExpiresAt">The first moment at which they cannot be activated any more.</param>
/// <param name="IssuedBy">The member of staff.</param>
/// <param name="Key">The request.</param>
public sealed record IssueCertificates(Guid BatchId, long Amount, int Count, DateTimeOffset ExpiresAt, string IssuedBy, RequestKey? Key);

/// <summary>The batch. <c>Codes</c> are there in the first answer alone: nobody keeps them, so a repeat has none.</summary>
public sealed record CertificateBatch(Guid BatchId, long Amount, int Count, DateTimeOffset ExpiresAt, IReadOnlyList<string> Codes);

/// <summary>Handles <see cref="IssueCertificates"/>.</summary>
public static class IssueCertificatesHandler
{
    /// <summary>Makes all of them or none. Codes that an answer lost on its way can be used by nobody; issue others.</summary>
    public static CertificateBatch Handle(
        IssueCertificates command, IDocumentSession session, CertificateCodes codes, CertificatePolicy policy, TimeProvider clock)
    {
        var (now, amount) = (clock.GetUtcNow(), new Money(command.Amount));
        if (CertificateDecisions.RefuseBatch(amount, command.Count, command.ExpiresAt, policy, now) is { } refused) throw new RefusedException(refused);
        var made = new List<string>();
        for (var n = 0; n < command.Count; n++)
        {
            var (code, id) = codes.New();
            var issued = CertificateDecisions.Issue(null, id, command.BatchId, amount, command.ExpiresAt, command.IssuedBy, now);
            session.Events.StartStream<Certificate>(id, [.. issued.Events]);
            made.Add(code);
        }

        var batch = new CertificateBatch(command.BatchId, command.Amount, command.Count, command.ExpiresAt, []);
        return session.Answered(command.Key, batch, now) with { Codes = made };
    }
}
