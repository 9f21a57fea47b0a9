using Marketplace.Domain.Certificates;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// Every certificate's activations against what wallets were credited for it (I8): one activation of the whole face value, into
/// one wallet, before it expired. It counts the events alone and does not ask the certificate's own state.
/// </summary>
internal sealed class CertificateTally
{
    private readonly Dictionary<Guid, CertificateIssued> issued = [];
    private readonly Dictionary<Guid, CertificateActivated> activated = [];
    private readonly Dictionary<Guid, List<WalletCredited>> credits = [];

    /// <summary>Takes one more event of a certificate in and says what it breaks.</summary>
    internal string? Add(CertificateEvent happened)
    {
        switch (happened)
        {
            case CertificateIssued e:
                return issued.TryAdd(e.CertificateId, e) ? null : "a certificate was issued twice";
            case CertificateActivated e when !issued.ContainsKey(e.CertificateId):
                activated.TryAdd(e.CertificateId, e);
                return "a certificate begins with something else than being issued";
            case CertificateActivated e when !activated.TryAdd(e.CertificateId, e):
                return "a certificate was activated twice";
            case CertificateActivated e when e.Amount != issued[e.CertificateId].Amount:
                return "a certificate was activated for another sum than its face value";
            case CertificateActivated e when e.ActivatedAt >= issued[e.CertificateId].ExpiresAt:
                return "a certificate was activated after its time";
            default:
                return null;
        }
    }

    /// <summary>Takes one more event of a wallet in.</summary>
    internal void Add(WalletEvent happened)
    {
        if (happened is not WalletCredited { Source: CreditSource.Certificate } credit) return;
        if (!credits.TryGetValue(credit.SourceId, out var all)) credits[credit.SourceId] = all = [];
        all.Add(credit);
    }

    /// <summary>What does not agree between certificates and wallets now; to be asked between two transactions.</summary>
    internal IEnumerable<Violation> Finish()
    {
        foreach (var (id, made) in credits.Where(c => !activated.ContainsKey(c.Key)))
        {
            yield return new Violation("I8", made[0].WalletId, 0, $"a wallet was credited for certificate {id}, which was not activated");
        }

        foreach (var (id, e) in activated)
        {
            if (credits.GetValueOrDefault(id) is [var one] && one.WalletId == e.WalletId && one.Amount == e.Amount) continue;
            yield return new Violation("I8", id, 0, "an activated certificate was not credited once, whole, to its owner's wallet");
        }
    }
}
