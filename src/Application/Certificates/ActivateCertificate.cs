using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Certificates;

/// <summary>Takes a gift certificate into the customer's wallet (S87).</summary>
/// <param name="CustomerId">Who has its code.</param>
/// <param name="Code">The code, as it was typed.</param>
/// <param name="Address">The internet address that asks; null when its caps do not apply.</param>
/// <param name="Key">The request.</param>
public sealed record ActivateCertificate(Guid CustomerId, Secret Code, Secret? Address, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>The answer: what came into the wallet, in kopecks, and when.</summary>
public sealed record CertificateAnswer(Guid CertificateId, long Amount, DateTimeOffset ActivatedAt);

/// <summary>A certificate whose code was right.</summary>
public sealed record FoundCertificate(Guid Id);

/// <summary>Handles <see cref="ActivateCertificate"/>.</summary>
public static class ActivateCertificateHandler
{
    /// <summary>Finds it by its code; wrong codes are counted in a transaction of their own, before anything is locked.</summary>
    public static async Task<FoundCertificate> LoadAsync(
        ActivateCertificate command, IQuerySession session, CertificateGuesses guesses, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await session.EntitledAsync(command.CustomerId, AccountAction.ActivateCertificate, now, cancellation);
        return new FoundCertificate(await guesses.FindAsync(command.CustomerId, command.Address, command.Code, now, cancellation));
    }

    /// <summary>
    /// Gives the certificate its owner and the wallet its face value, both or neither (I8). The certificate is locked, so that of
    /// many at once each decides on what the one before left; it comes after the wallet, as every second stream does.
    /// </summary>
    public static async Task<CertificateAnswer> Handle(
        ActivateCertificate command,
        FoundCertificate found,
        [Locked(nameof(ActivateCertificate.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        wallet.RefuseClosed();
        var stream = await session.Events.FetchForExclusiveWriting<Certificate>(found.Id, cancellation);
        var certificate = stream.Existing(CertificateErrors.Unknown);
        stream.Append(CertificateDecisions.Activate(certificate, command.CustomerId, command.WalletId, now));
        wallet.Append(WalletDecisions.Credit(
            wallet.Existing(WalletErrors.Unknown), certificate.Id, certificate.Amount, CreditSource.Certificate, certificate.Id, null, now));
        return session.Answered(command.Key, new CertificateAnswer(certificate.Id, certificate.Amount.Kopecks, now), now);
    }
}
