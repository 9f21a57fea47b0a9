using Marketplace.Domain.Customers;
using Marketplace.Domain.Tests.Customers;
using static Marketplace.Domain.Tests.Customers.ContactLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>An account from its registration to its erasure.</summary>
internal static class CustomerMachine
{
    private static readonly Guid Recovery = Id("recovery");
    private static readonly Guid PhoneCode = Id("phone code");
    private static readonly Guid Passkey = Id("passkey");
    private static readonly Pii<string> Why = new(CustomerId, "recovery-reason", "the phone was stolen");

    private static CustomerEvent Deletion => new DeletionRequested(CustomerId, Id("deletion"), DeletionReason.NotNeeded, null, ContactKind.Phone, Id("code"), Noon);

    private static CustomerEvent Confirmed => new DeletionConfirmed(CustomerId, Id("deletion"), Noon);

    private static CustomerEvent Recovering => new RecoveryStarted(CustomerId, Recovery, "agent-7", Why, Recovery, Noon.AddHours(1), Noon);

    private static CustomerEvent[] Open => [CustomerLife.Opened(2), new PasskeyEnrolled(CustomerId, Passkey, null, Noon)];

    // Waited out: it was proved fourteen days before now.
    private static CustomerEvent[] Due => [Requested, Scheduled with { EffectiveAt = Noon, ScheduledAt = Noon.AddDays(-14) }];

    private static IEnumerable<(string Name, Customer? State)> States =>
    [
        ("restricted", CustomerLife.Given(CustomerLife.Opened(2)).State),
        ("with a profile", CustomerLife.Given(CustomerLife.Opened(2), Saved).State),
        ("activation asked for", CustomerLife.Given(CustomerLife.Opened(2), Saved, new ActivationRequested(CustomerId, Id("activation"), Email, Id("code"), Noon)).State),
        ("e-mail to be proved", CustomerLife.Given(CustomerLife.Opened(2), Saved, new AccountActivated(CustomerId, Id("activation"), Noon), Added, LinkAsked).State),
        ("protected", Protected(Open).State),
        ("change asked for", Protected([.. Open, Requested]).State),
        ("change not proved in time", Protected([.. Open, Requested with { ProveBy = Noon }]).State),
        ("change waiting", Protected([.. Open, Requested, Scheduled]).State),
        ("change due", Protected([.. Open, .. Due]).State),
        ("changed without proof", Protected([.. Open, .. Due, Changed(ContactChangeReason.GraceElapsed) with { ChangedAt = Noon }]).State),
        ("recovery begun", Protected([.. Open, Recovering]).State),
        ("recovery with a phone", Protected([.. Open, Recovering, new RecoveryPhoneNamed(CustomerId, Recovery, NewPhone, PhoneCode, Noon)]).State),
        ("deletion asked for", Protected([.. Open, Deletion]).State),
        ("deletion confirmed", Protected([.. Open, Deletion, Confirmed]).State),
        ("erased", Protected([.. Open, Deletion, Confirmed, new CustomerErased(CustomerId, Noon)]).State),
        ("erasure completed", Protected([.. Open, Deletion, Confirmed, new CustomerErased(CustomerId, Noon), new ErasureCompleted(CustomerId, [], Noon)]).State),
    ];

    public static Machine Customer { get; } = Machine.Of<Customer, CustomerEvent>("customer", States, new()
    {
        ["customerId"] = CustomerId,
        ["phone"] = CustomerLife.Phone,
        ["acceptedTerms"] = CustomerLife.Terms,
        ["currentTerms"] = CustomerLife.Terms,
        ["session"] = CustomerLife.New(9),
        ["expired"] = Array.Empty<Guid>(),
        ["sessionId"] = CustomerLife.SessionId(1),
        ["keptSessionId"] = CustomerLife.SessionId(1),
        ["currentSessionId"] = CustomerLife.SessionId(1),
        ["Customer.CloseSession.reason"] = SessionEnd.SignedOut,
        ["profile"] = new Pii<Profile>(CustomerId, "profile", new Profile("Иванова", "Мария", null, null)),
        ["activationId"] = Id("activation"),
        ["email"] = NewEmail,
        ["isSame"] = false,
        ["emailId"] = EmailId,
        ["Contact.Prove.emailId"] = Id("new email"),
        ["Contact.Complete.emailId"] = Id("new email"),
        ["linkId"] = LinkId,
        ["challengeId"] = PhoneCode,
        ["lastChallengeId"] = PhoneCode,
        ["Recovery.SendAgain.challengeId"] = Id("another phone code"),
        ["consent"] = "2026-01",
        ["current"] = "2026-01",
        ["hasBonusCard"] = false,
        ["source"] = "account",
        ["change"] = Asked() with { ChangeId = Id("another change") },
        ["changeId"] = ChangeId,
        ["oldProved"] = false,
        ["day"] = 0,
        ["Contact.Cancel.reason"] = ContactChangeEnd.CancelledInSession,
        ["begun"] = new NewRecovery(Id("another recovery"), "agent-7", Why, EmailId),
        ["recoveryId"] = Recovery,
        ["newPhone"] = NewPhone,
        ["asked"] = new NewDeletion(Id("another deletion"), DeletionReason.NotNeeded, null, ContactKind.Phone, Id("code")),
        ["standing"] = DeletionStanding.Clear,
        ["removed"] = Array.Empty<RemovedRows>(),
        ["passkeyId"] = Id("another passkey"),
        ["Passkey.Remove.passkeyId"] = Passkey,
        ["name"] = null,
        ["proof"] = new SignInProof(SignInMethod.PhoneCode, Noon),
        ["linkedTo"] = null,
        ["identity"] = new ExternalIdentity(Id("identity"), ExternalProvider.Apple),
        ["subject"] = new Pii<string>(CustomerId, "external-subject", "001.abc"),
        ["look"] = new SupportLook(Id("look"), SupportTopic.Delivery, OrderId, "agent-7", Why),
    }) with
    {
        // EventStreams.Existing of the application stands before every handler; only the deletion itself goes on behind it.
        Door = (state => ((Customer)state).IsLeaving ? DeletionErrors.Deleted : null, ["Deletion"]),
    };
}
