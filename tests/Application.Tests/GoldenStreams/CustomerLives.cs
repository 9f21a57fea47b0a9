using Marketplace.Domain;
using Marketplace.Domain.Customers;
using static Marketplace.Application.Tests.GoldenStreams.Golden;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>An account that is protected and changes its contacts, one that is recovered, and one that is erased.</summary>
internal static class CustomerLives
{
    private static readonly SessionPolicy Sessions = new();
    private static readonly ProtectionPolicy Protection = new();
    private static readonly ContactPolicy Contacts = new();
    private static readonly PasskeyPolicy Passkeys = new();
    private static readonly RecoveryPolicy Recovery = new();
    private static readonly Pii<string> Email = Personal("email", "maria@example.com");

    public static IEnumerable<ILife> All => [Protected(), Recovered(), Gone()];

    private static Life<Customer, CustomerEvent> Begin(string story) => Begin(story, Maria);

    private static Life<Customer, CustomerEvent> Begin(string story, Guid id) => new Life<Customer, CustomerEvent>($"customer.{story}", Domain.Customers.Customer.Evolve)
        .Then(_ => CustomerDecisions.Register(id, new Pii<string>(id, "phone", "+79161234567"), "2026-01", "2026-01", Session(1, null), Noon))
        .Then(c => ProtectionDecisions.SaveProfile(
            c, new Pii<Profile>(id, "profile", new Profile("Петрова", "Мария", "Ивановна", new DateOnly(1990, 5, 17))), At(1)));

    private static Life<Customer, CustomerEvent> Protected() => Begin("protected")
        .Then(c => CustomerDecisions.SignIn(c, "2026-11", "2026-11", Session(2, Personal("client", "Машин телефон")), [], Sessions, At(2)))
        .Then(c => CustomerDecisions.CloseSession(c, Id("session 1"), SessionEnd.ClosedElsewhere, At(3)))
        .Then(c => ProtectionDecisions.RequestActivation(c, Id("activation"), Email, Id("code"), At(4)))
        .Then(c => ProtectionDecisions.ConfirmActivation(c, Id("email"), At(5)))
        .Then(c => ProtectionDecisions.AddEmail(c, Email, true, Id("email"), Id("link"), Protection, At(6)))
        .Then(c => ProtectionDecisions.VerifyEmail(c, Id("link"), Id("email"), At(7)))
        .Then(c => ConsentDecisions.GivePersonalData(c, "2026-11", "2026-11", At(8)))
        .Then(c => ConsentDecisions.RevokePersonalData(c, hasBonusCard: false, At(9)))
        .Then(c => ConsentDecisions.Subscribe(c, "account", At(10)))
        .Then(c => ConsentDecisions.Unsubscribe(c, "account", At(11)))
        .Then(c => ConsentDecisions.Subscribe(c, "checkout", At(12)))
        .Then(c => ExternalDecisions.Link(c, null, new ExternalIdentity(Id("identity"), ExternalProvider.Sber), Personal("external-subject", "sub-1"), At(13)))
        .Then(c => PasskeyDecisions.Enrol(c, Id("passkey"), Personal("client", "Машин телефон"), Proof(13), Passkeys, At(14)))
        .Then(c => PasskeyDecisions.Enrol(c, Id("another passkey"), null, Proof(13), Passkeys, At(15)))
        .Then(c => PasskeyDecisions.Remove(c, Id("passkey"), Proof(13), Passkeys, At(16)))
        .Then(c => SupportViewDecisions.View(c, new SupportLook(Id("look"), SupportTopic.OrderStatus, Id("order"), "agent-7", Personal("support-reason", "звонок клиента")), At(17)))
        .Then(c => ContactDecisions.Request(c, Asked("first change", ContactKind.Phone, "+79261112233"), false, Contacts, At(20)))
        .Then(c => ContactDecisions.Prove(c, Id("first change"), oldProved: false, Guid.Empty, Id("session 2"), Contacts, At(21)))
        .Then(c => ContactDecisions.Warn(c, Id("first change"), 7, On(8)))
        .Then(c => ContactDecisions.Cancel(c, Id("first change"), ContactChangeEnd.CancelledByLink, On(9)))
        .Then(c => ContactDecisions.Request(c, Asked("second change", ContactKind.Email, "maria@example.org"), false, Contacts, On(10)))
        .Then(c => ContactDecisions.Prove(c, Id("second change"), oldProved: true, Id("second email"), Id("session 2"), Contacts, On(10)))
        .Then(c => ContactDecisions.Request(c, Asked("third change", ContactKind.Phone, "+79263334455"), false, Contacts, On(11)))
        .Then(c => ContactDecisions.Prove(c, Id("third change"), oldProved: false, Guid.Empty, Id("session 2"), Contacts, On(11)))
        .Then(c => ContactDecisions.Complete(c, Id("third change"), Guid.Empty, On(25)))
        .Then(c => CustomerDecisions.SignIn(c, "2026-11", "2026-11", Session(3, null), [], Sessions, On(26)))
        .Then(c => ContactDecisions.Request(c, Asked("fourth change", ContactKind.Phone, "+79265556677"), false, Contacts, On(30)));

    private static Life<Customer, CustomerEvent> Recovered() => Begin("recovered")
        .Then(c => ProtectionDecisions.AddEmail(c, Email, false, Id("email"), Id("link"), Protection, At(2)))
        .Then(c => ProtectionDecisions.VerifyEmail(c, Id("link"), Id("email"), At(3)))
        .Then(c => RecoveryDecisions.Start(c, new NewRecovery(Id("recovery"), "agent-7", Personal("support-reason", "телефон утерян"), Id("email")), Recovery, On(1)))
        .Then(c => RecoveryDecisions.NamePhone(c, Id("recovery"), Personal("phone", "+79261112233"), Id("code"), On(1)))
        .Then(c => RecoveryDecisions.Complete(c, Id("recovery"), Id("code"), On(1)));

    private static Life<Customer, CustomerEvent> Gone()
    {
        var asked = new NewDeletion(Id("deletion"), DeletionReason.TooManyMessages, new Pii<string>(Erased, "deletion-comment", "Не пишите Марии"), ContactKind.Phone, Id("code"));
        return Begin("erased", Erased)
            .Then(c => DeletionDecisions.Request(c, asked, DeletionStanding.Clear, On(1)))
            .Then(c => DeletionDecisions.Withdraw(c, On(2)))
            .Then(c => DeletionDecisions.Request(c, asked with { DeletionId = Id("stopped") }, DeletionStanding.Clear, On(3)))
            .Then(c => DeletionDecisions.Confirm(c, DeletionStanding.Clear, On(3)))
            .Then(c => DeletionDecisions.Erase(c, DeletionStanding.Clear with { WalletNotEmpty = true }, On(3)))
            .Then(c => DeletionDecisions.Request(c, asked with { DeletionId = Id("last") }, DeletionStanding.Clear, On(4)))
            .Then(c => DeletionDecisions.Confirm(c, DeletionStanding.Clear, On(4)))
            .Then(c => DeletionDecisions.Erase(c, DeletionStanding.Clear, On(5)))
            .Then(c => DeletionDecisions.Complete(c, [new RemovedRows("Session", 2), new RemovedRows("ContactClaim", 1)], On(5)));
    }

    private static SignInProof Proof(int minute) => new(SignInMethod.PhoneCode, At(minute));

    private static NewSession Session(int number, Pii<string>? client) => new(Id($"session {number}"), SignInMethod.PhoneCode, client);

    private static NewContactChange Asked(string id, ContactKind kind, string contact) =>
        new(Id(id), kind, Personal(kind == ContactKind.Phone ? "phone" : "email", contact), Id("old code"), Id("new code"));
}
