using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class PasskeyDecisionsTests
{
    private static readonly Guid PasskeyId = Id("passkey");
    private static readonly Pii<string> Name = new(CustomerId, "passkey-name", "Anna's phone");
    private static readonly PasskeyPolicy Limits = new();
    private static readonly SignInProof Fresh = new(SignInMethod.PhoneCode, Noon);
    private static readonly CustomerEvent Protected = new AccountProtected(CustomerId, Noon);

    [Fact]
    public void S31_a_protected_account_switches_a_passkey_on() =>
        Given(Protected).When(c => Enrol(c, PasskeyId, Fresh, Noon)).Then(Enrolled(PasskeyId));

    [Fact]
    public void S31_on_is_on() => Given(Protected, Enrolled(PasskeyId)).When(c => Enrol(c, PasskeyId, Fresh, Noon)).ThenNothing();

    [Fact]
    public void S31_a_restricted_account_has_no_passkeys() =>
        Given().When(c => Enrol(c, PasskeyId, Fresh, Noon)).ThenRefused("customer.account-restricted").Kind.Should().Be(RejectionKind.Forbidden);

    [Fact]
    public void S31_D11_an_account_whose_phone_changed_without_proof_waits_three_days()
    {
        var changed = new PhoneChanged(CustomerId, Id("change"), Phone, Phone, ContactChangeReason.Recovery, Noon);
        var (waiting, after) = (Noon.AddHours(72) - OneSecond, Noon.AddHours(72));
        Given(Protected, changed).When(c => Enrol(c, PasskeyId, Fresh with { ProvedAt = waiting }, waiting)).ThenRefused("customer.cooling-off");
        Given(Protected, changed).When(c => Enrol(c, PasskeyId, Fresh with { ProvedAt = after }, after)).Then(Enrolled(PasskeyId) with { EnrolledAt = after });
    }

    [Theory]
    [InlineData(SignInMethod.PhoneCode)]
    [InlineData(SignInMethod.PhoneCall)]
    [InlineData(SignInMethod.EmailCode)]
    [InlineData(SignInMethod.AppleId)]
    [InlineData(SignInMethod.SberId)]
    public void P16_S31_a_proof_is_fresh_for_five_minutes(SignInMethod method)
    {
        var (intime, late) = (Noon.AddMinutes(5), Noon.AddMinutes(5) + OneSecond);
        var proof = new SignInProof(method, Noon);
        Given(Protected).When(c => Enrol(c, PasskeyId, proof, intime)).Then(Enrolled(PasskeyId) with { EnrolledAt = intime });
        Given(Protected).When(c => Enrol(c, PasskeyId, proof, late)).ThenRefused("auth.step-up-required");
        Given(Protected, Enrolled(PasskeyId)).When(c => Remove(c, proof, intime)).Then(new PasskeyRemoved(CustomerId, PasskeyId, intime));
        Given(Protected, Enrolled(PasskeyId)).When(c => Remove(c, proof, late)).ThenRefused("auth.step-up-required");
    }

    [Fact]
    public void P16_S31_a_passkey_does_not_vouch_for_passkeys()
    {
        var proof = new SignInProof(SignInMethod.Passkey, Noon);
        Given(Protected, Enrolled(PasskeyId)).When(c => Enrol(c, Id("second"), proof, Noon)).ThenRefused("auth.step-up-required");
        Given(Protected, Enrolled(PasskeyId)).When(c => Remove(c, proof, Noon)).ThenRefused("auth.step-up-required");
    }

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, "auth.too-many-passkeys")]
    public void S31_a_customer_has_ten_passkeys_at_most(int before, string? refusal)
    {
        var outcome = Given([Protected, .. Enumerable.Range(0, before).Select(n => Enrolled(Id($"passkey {n}")))]).When(c => Enrol(c, PasskeyId, Fresh, Noon));
        if (refusal is null) outcome.Then(Enrolled(PasskeyId));
        else outcome.ThenRefused(refusal);
    }

    [Fact]
    public void S31_what_is_off_or_was_never_on_is_unknown()
    {
        Given(Protected).When(c => Remove(c, Fresh, Noon)).ThenRefused("auth.passkey-unknown");
        Given(Protected, Enrolled(PasskeyId), new PasskeyRemoved(CustomerId, PasskeyId, Noon)).When(c => Remove(c, Fresh, Noon)).ThenRefused("auth.passkey-unknown");
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(7, 8, true)]
    [InlineData(7, 4294967295, true)]
    [InlineData(7, 7, false)]
    [InlineData(7, 6, false)]
    [InlineData(7, 0, false)]
    public void S30_a_count_of_signatures_goes_on_or_is_that_of_a_copy(long stored, long given, bool believed) =>
        PasskeyDecisions.CountsOn(stored, given).Should().Be(believed);

    private static Decision<CustomerEvent> Enrol(Customer customer, Guid passkeyId, SignInProof proof, DateTimeOffset now) =>
        PasskeyDecisions.Enrol(customer, passkeyId, Name, proof, Limits, now);

    private static Decision<CustomerEvent> Remove(Customer customer, SignInProof proof, DateTimeOffset now) =>
        PasskeyDecisions.Remove(customer, PasskeyId, proof, Limits, now);

    private static PasskeyEnrolled Enrolled(Guid passkeyId) => new(CustomerId, passkeyId, Name, Noon);
}
