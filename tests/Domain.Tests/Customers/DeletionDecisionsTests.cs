using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.ContactLife;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class DeletionDecisionsTests
{
    private static readonly Guid DeletionId = Id("deletion");
    private static readonly Guid ChallengeId = Id("deletion code");
    private static readonly Pii<string> Comment = new(CustomerId, "deletion-comment", "Слишком много писем");
    private static readonly NewDeletion Asking = new(DeletionId, DeletionReason.Privacy, Comment, ContactKind.Phone, ChallengeId);
    private static readonly DeletionStanding Clear = DeletionStanding.Clear;

    private static readonly DeletionStanding Everything = new()
    {
        OpenOrders = true,
        OpenReturns = true,
        CardPayments = true,
        BonusCard = true,
        Instalments = true,
        WalletNotEmpty = true,
        Holds = true,
        Withdrawal = true,
        TopUps = true,
        WalletDebt = true,
    };

    public static TheoryData<string, DeletionStanding> EachBlocker() => new()
    {
        { "open-orders", new() { OpenOrders = true } },
        { "open-returns", new() { OpenReturns = true } },
        { "card-payments", new() { CardPayments = true } },
        { "bonus-card", new() { BonusCard = true } },
        { "instalments", new() { Instalments = true } },
        { "wallet-not-empty", new() { WalletNotEmpty = true } },
        { "holds", new() { Holds = true } },
        { "withdrawal", new() { Withdrawal = true } },
        { "top-ups", new() { TopUps = true } },
        { "wallet-debt", new() { WalletDebt = true } },
    };

    [Fact]
    public void S94_S98_S99_the_owner_asks_with_a_reason_and_a_comment_and_a_code_goes_out() =>
        Given().When(c => DeletionDecisions.Request(c, Asking, Clear, Noon)).Then(Requested());

    [Fact]
    public void S94_a_newer_request_takes_the_place_of_an_older_one()
    {
        var newer = Asking with { DeletionId = Id("newer"), ChallengeId = Id("newer code") };
        Given(Requested()).When(c => DeletionDecisions.Request(c, newer, Clear, Noon))
            .Then(new DeletionRequested(CustomerId, Id("newer"), DeletionReason.Privacy, Comment, ContactKind.Phone, Id("newer code"), Noon));
        Given(Requested(), Requested() with { DeletionId = Id("newer"), ChallengeId = Id("newer code") }).State!.Deletion!.ChallengeId.Should().Be(Id("newer code"));
    }

    [Fact]
    public void S98_without_a_reason_nothing_is_asked_for() =>
        Given().When(c => DeletionDecisions.Request(c, Asking with { Reason = null }, Clear, Noon)).ThenRefused("customer.deletion-reason-missing").Field.Should().Be("reason");

    [Fact]
    public void S98_the_comment_may_be_left_out() =>
        Given().When(c => DeletionDecisions.Request(c, Asking with { Comment = null }, Clear, Noon)).Then(Requested() with { Comment = null });

    [Fact]
    public void S99_a_letter_goes_to_a_verified_email_only()
    {
        var byLetter = Asking with { Channel = ContactKind.Email };
        Given(Added, LinkAsked).When(c => DeletionDecisions.Request(c, byLetter, Clear, Noon)).ThenRefused("customer.no-verified-email");
        Protected().When(c => DeletionDecisions.Request(c, byLetter, Clear, Noon)).Then(Requested() with { Channel = ContactKind.Email });
    }

    [Theory]
    [MemberData(nameof(EachBlocker))]
    public void S95_S96_S97_D7_each_thing_in_the_way_refuses_the_request_and_the_confirmation(string blocker, DeletionStanding standing)
    {
        var atRequest = Given().When(c => DeletionDecisions.Request(c, Asking, standing, Noon)).ThenRefused("customer.deletion-blocked");
        var atConfirmation = Given(Requested()).When(c => DeletionDecisions.Confirm(c, standing, Noon)).ThenRefused("customer.deletion-blocked");
        atRequest.Facts["blockers"].Should().BeEquivalentTo(new[] { blocker });
        atConfirmation.Facts["blockers"].Should().BeEquivalentTo(new[] { blocker });
    }

    [Fact]
    public void S95_all_that_is_in_the_way_is_named_at_once()
    {
        var refused = Given().When(c => DeletionDecisions.Request(c, Asking, Everything, Noon)).ThenRefused("customer.deletion-blocked");
        ((string[])refused.Facts["blockers"]).Should().Equal(EachBlocker().Select(row => (string)row[0]));
    }

    [Fact]
    public void D11_an_account_whose_contact_changes_without_proof_is_deleted_neither_by_request_nor_by_confirmation()
    {
        Protected(ContactLife.Requested, Scheduled).When(c => DeletionDecisions.Request(c, Asking, Clear, Noon)).ThenRefused("customer.contact-change-pending");
        Protected(Requested(), ContactLife.Requested, Scheduled).When(c => DeletionDecisions.Confirm(c, Clear, Noon)).ThenRefused("customer.contact-change-pending");

        var changed = Protected(Requested(), ContactLife.Requested, Scheduled, Changed(ContactChangeReason.GraceElapsed));
        changed.When(c => DeletionDecisions.Confirm(c, Clear, Effective.AddHours(72).AddTicks(-1))).ThenRefused("customer.cooling-off");
        changed.When(c => DeletionDecisions.Confirm(c, Clear, Effective.AddHours(72))).Then(new DeletionConfirmed(CustomerId, DeletionId, Effective.AddHours(72)));
    }

    [Fact]
    public void D8_a_request_can_be_taken_back_until_it_is_confirmed()
    {
        Given(Requested()).When(c => DeletionDecisions.Withdraw(c, Noon)).Then(new DeletionWithdrawn(CustomerId, DeletionId, Noon));
        Given(Requested(), new DeletionWithdrawn(CustomerId, DeletionId, Noon)).When(c => DeletionDecisions.Withdraw(c, Noon)).ThenNothing();
        Given(Requested(), new DeletionWithdrawn(CustomerId, DeletionId, Noon)).When(c => DeletionDecisions.Confirm(c, Clear, Noon)).ThenRefused("customer.deletion-not-requested");
        Given(Requested(), Confirmed()).When(c => DeletionDecisions.Withdraw(c, Noon)).ThenRefused("customer.deleted");
        Given(Requested(), Confirmed(), Erased()).When(c => DeletionDecisions.Withdraw(c, Noon)).ThenRefused("customer.deleted");
    }

    [Fact]
    public void S99_D8_the_code_confirms_once_and_ends_every_session()
    {
        Given().When(c => DeletionDecisions.Confirm(c, Clear, Noon)).ThenRefused("customer.deletion-not-requested");
        Given(Requested()).When(c => DeletionDecisions.Confirm(c, Clear, Noon)).Then(Confirmed());
        var confirmed = Given(Requested(), Confirmed());
        confirmed.When(c => DeletionDecisions.Confirm(c, Everything, Noon)).ThenNothing();
        confirmed.State!.Sessions.Should().BeEmpty();
        confirmed.State.IsLeaving.Should().BeTrue();
    }

    [Fact]
    public void S100_D8_only_what_is_confirmed_is_erased_and_only_once()
    {
        Given().When(c => DeletionDecisions.Erase(c, Clear, Noon)).ThenNothing();
        Given(Requested()).When(c => DeletionDecisions.Erase(c, Clear, Noon)).ThenNothing();
        Given(Requested(), Confirmed()).When(c => DeletionDecisions.Erase(c, Clear, Noon)).Then(Erased());
        Given(Requested(), Confirmed(), Erased()).When(c => DeletionDecisions.Erase(c, Everything, Noon)).ThenNothing();
    }

    [Fact]
    public void D7_money_that_comes_between_confirmation_and_erasure_stops_the_deletion_and_opens_the_account()
    {
        var stopped = new DeletionStopped(CustomerId, DeletionId, [DeletionBlocker.WalletNotEmpty], Noon);
        Given(Requested(), Confirmed()).When(c => DeletionDecisions.Erase(c, new() { WalletNotEmpty = true }, Noon)).Then(stopped);
        var open = Given(Requested(), Confirmed(), stopped);
        open.State!.IsLeaving.Should().BeFalse();
        open.When(c => DeletionDecisions.Erase(c, Clear, Noon)).ThenNothing();
        open.When(c => DeletionDecisions.Confirm(c, Clear, Noon)).ThenRefused("customer.deletion-not-requested");
    }

    [Fact]
    public void S100_the_end_is_noted_once_and_only_after_the_erasure()
    {
        RemovedRows[] removed = [new("Session", 2)];
        Given(Requested(), Confirmed()).When(c => DeletionDecisions.Complete(c, removed, Noon)).ThenNothing();
        Given(Requested(), Confirmed(), Erased()).When(c => DeletionDecisions.Complete(c, removed, Noon)).Then(new ErasureCompleted(CustomerId, removed, Noon));
        Given(Requested(), Confirmed(), Erased(), new ErasureCompleted(CustomerId, removed, Noon)).When(c => DeletionDecisions.Complete(c, removed, Noon)).ThenNothing();
    }

    /// <summary>Whatever was known, and whatever is told afterwards: an erased state is an id and dates.</summary>
    [Fact]
    public void S100_I14_nothing_personal_is_left_in_the_state_and_nothing_comes_back_to_it()
    {
        var afterwards = EventExamples.All.OfType<CustomerEvent>().Where(e => e is not (CustomerErased or ErasureCompleted)).ToArray();
        var erased = Protected([ContactLife.Requested, Opened(2), Requested(), Confirmed(), Erased(), .. afterwards]).State!;

        erased.Should().BeEquivalentTo(
            new Customer(CustomerId, new Pii<string>(CustomerId, "phone", null), null, []) { ErasedAt = Noon }, o => o.ComparingRecordsByMembers());
    }

    [Fact]
    public void D8_whoever_is_leaving_may_do_nothing_any_more()
    {
        foreach (var action in Enum.GetValues<AccountAction>())
        {
            Entitlements.Refuse(Protected(Requested(), Confirmed()).State, action, Noon)!.Code.Should().Be("customer.deleted");
            Entitlements.Refuse(Protected(Requested(), Confirmed(), Erased()).State, action, Noon)!.Code.Should().Be("customer.deleted");
        }
    }

    private static DeletionRequested Requested() => new(CustomerId, DeletionId, DeletionReason.Privacy, Comment, ContactKind.Phone, ChallengeId, Noon);

    private static DeletionConfirmed Confirmed() => new(CustomerId, DeletionId, Noon);

    private static CustomerErased Erased() => new(CustomerId, Noon);
}
