using FluentAssertions;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Certificates;

public class CertificateDecisionsTests
{
    private static readonly Guid Gift = Id("certificate");
    private static readonly DateTimeOffset End = Noon.AddDays(365);
    private static readonly CertificatePolicy Policy = new();
    private static readonly CertificateEvent Issued = new CertificateIssued(Gift, Id("batch"), 5_000_00, End, "admin-3", Noon);
    private static readonly CertificateEvent Activated = new CertificateActivated(Gift, CustomerId, WalletId, 5_000_00, Noon);

    [Fact]
    public void S87_a_certificate_is_issued_once()
    {
        Given().When(c => CertificateDecisions.Issue(c, Gift, Id("batch"), Roubles(5_000), End, "admin-3", Noon)).Then(Issued);
        Given(Issued).When(c => CertificateDecisions.Issue(c, Gift, Id("batch"), Roubles(5_000), End, "admin-3", Noon)).ThenNothing();
    }

    [Fact]
    public void S87_activating_moves_the_whole_face_value_to_who_has_the_code() => Given(Issued).When(c => Activate(c, Noon)).Then(Activated);

    [Fact]
    public void S87_I8_a_certificate_is_activated_once_and_its_owner_hears_so_too()
    {
        Given(Issued, Activated).When(c => Activate(c, Noon)).ThenRefused("certificate.used");
        Given(Issued, Activated).When(c => CertificateDecisions.Activate(c, Id("stranger"), Id("other wallet"), Noon)).ThenRefused("certificate.used");
        Given(Issued, Activated).When(c => Activate(c, End)).ThenRefused("certificate.used");
    }

    [Fact]
    public void S87_a_certificate_works_until_the_last_moment_before_its_end()
    {
        Given(Issued).When(c => Activate(c, End.AddTicks(-1))).Then(new CertificateActivated(Gift, CustomerId, WalletId, 5_000_00, End.AddTicks(-1)));
        Given(Issued).When(c => Activate(c, End)).ThenRefused("certificate.expired");
    }

    [Fact]
    public void S87_a_certificate_has_one_owner_whatever_its_history_says() =>
        Given(Issued, Activated, new CertificateActivated(Gift, Id("stranger"), Id("other"), 1, Noon), Issued).State!.ActivatedBy.Should().Be(CustomerId);

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(100_000_00, 100, null)]
    [InlineData(0, 1, "certificate.amount-out-of-range")]
    [InlineData(100_000_01, 1, "certificate.amount-out-of-range")]
    [InlineData(1, 0, "certificate.count-out-of-range")]
    [InlineData(1, 101, "certificate.count-out-of-range")]
    public void S87_a_batch_has_limits(long amount, int count, string? code) =>
        (CertificateDecisions.RefuseBatch(new Money(amount), count, End, Policy, Noon)?.Code).Should().Be(code);

    [Fact]
    public void S87_a_batch_ends_after_now_and_within_its_longest_life()
    {
        Refusal(Noon).Should().Be("certificate.expiry-out-of-range");
        Refusal(Noon.AddTicks(1)).Should().BeNull();
        Refusal(Noon + Policy.LongestLife).Should().BeNull();
        Refusal(Noon + Policy.LongestLife + TimeSpan.FromTicks(1)).Should().Be("certificate.expiry-out-of-range");
    }

    private static string? Refusal(DateTimeOffset end) => CertificateDecisions.RefuseBatch(Roubles(1), 1, end, Policy, Noon)?.Code;

    private static Decision<CertificateEvent> Activate(Certificate certificate, DateTimeOffset at) =>
        CertificateDecisions.Activate(certificate, CustomerId, WalletId, at);

    private static Given<Certificate, CertificateEvent> Given(params CertificateEvent[] events) =>
        Scenario.Given<Certificate, CertificateEvent>(Certificate.Evolve, events);
}
