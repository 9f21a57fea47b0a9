using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.ContactLife;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class EntitlementsTests
{
    /// <summary>D10 as a table: who may (+) and who may not (–), for nobody signed in, a restricted and a protected account.</summary>
    private static readonly Dictionary<AccountAction, string> Table = new()
    {
        [AccountAction.Browse] = "+++",
        [AccountAction.KeepFavourites] = "–++",
        [AccountAction.JoinWaitlist] = "–++",
        [AccountAction.Reserve] = "–++",
        [AccountAction.Order] = "–++",
        [AccountAction.Pay] = "–++",
        [AccountAction.TopUp] = "–++",
        [AccountAction.ActivateCertificate] = "–++",
        [AccountAction.Cancel] = "–++",
        [AccountAction.Return] = "–++",
        [AccountAction.SeeHistory] = "–++",
        [AccountAction.VerifyEmail] = "–++",
        [AccountAction.Unsubscribe] = "–++",
        [AccountAction.RequestDeletion] = "–++",
        [AccountAction.Withdraw] = "––+",
        [AccountAction.ApplyForBonusCard] = "––+",
        [AccountAction.SpendPoints] = "––+",
        [AccountAction.TakeInstalments] = "––+",
        [AccountAction.SaveCard] = "––+",
        [AccountAction.EnrolPasskey] = "––+",
        [AccountAction.ReceiveReferralReward] = "––+",
        [AccountAction.ChangePhone] = "––+",
    };

    public static TheoryData<AccountAction, ProtectionLevel, bool> Cells()
    {
        var cells = new TheoryData<AccountAction, ProtectionLevel, bool>();
        foreach (var action in Enum.GetValues<AccountAction>())
        {
            foreach (var level in Enum.GetValues<ProtectionLevel>()) cells.Add(action, level, Table[action][(int)level] == '+');
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void S9_S11_D10_each_cell_of_the_table(AccountAction action, ProtectionLevel level, bool open)
    {
        var refused = Entitlements.Refuse(AccountOf(level), action, Noon);
        refused?.Code.Should().Be(level == ProtectionLevel.Anonymous ? "auth.sign-in-required" : "customer.account-restricted");
        (refused is null).Should().Be(open);
    }

    [Fact]
    public void S11_S12_the_refusal_and_the_page_name_the_steps_that_are_missing()
    {
        Missing(Given()).Should().Equal("profile", "email");
        Missing(Given(Saved)).Should().Equal("email");
        Missing(Given(Saved, Added)).Should().Equal("email-confirmation");
        Missing(Given(Added)).Should().Equal("profile", "email-confirmation");
        Entitlements.Missing(AccountOf(ProtectionLevel.Protected)!).Should().BeEmpty();
    }

    [Fact]
    public void D11_what_needs_a_settled_owner_waits_while_an_unproven_change_does_and_72_hours_after()
    {
        var waiting = Protected(Requested, Scheduled).State!;
        foreach (var action in (AccountAction[])[AccountAction.Withdraw, AccountAction.RequestDeletion, AccountAction.EnrolPasskey])
        {
            var refused = Entitlements.Refuse(waiting, action, Noon)!;
            refused.Code.Should().Be("customer.contact-change-pending");
            refused.RetryAt.Should().Be(Effective + TimeSpan.FromHours(72));
            var changed = Protected(Requested, Scheduled, Changed(ContactChangeReason.GraceElapsed)).State!;
            var settled = Effective + TimeSpan.FromHours(72);
            Entitlements.Refuse(changed, action, settled - OneSecond)!.Code.Should().Be("customer.cooling-off");
            Entitlements.Refuse(changed, action, settled).Should().BeNull();
        }

        Entitlements.Refuse(waiting, AccountAction.SpendPoints, Noon).Should().BeNull("a purchase can be taken back, a payout cannot");
    }

    [Fact]
    public void S46_D11_a_change_with_both_proofs_makes_nothing_wait() =>
        Entitlements.Refuse(Protected(Requested, Changed(ContactChangeReason.BothProved)).State, AccountAction.Withdraw, Effective).Should().BeNull();

    [Fact]
    public void S51_a_recovery_makes_withdrawals_and_deletion_wait_72_hours()
    {
        var recovered = Protected(Changed(ContactChangeReason.Recovery)).State!;
        Entitlements.Refuse(recovered, AccountAction.Withdraw, Effective.AddHours(72) - OneSecond)!.Code.Should().Be("customer.cooling-off");
        Entitlements.Refuse(recovered, AccountAction.RequestDeletion, Effective.AddHours(72) - OneSecond)!.Code.Should().Be("customer.cooling-off");
        Entitlements.Refuse(recovered, AccountAction.Withdraw, Effective.AddHours(72)).Should().BeNull();
    }

    private static IReadOnlyList<string> Missing(Given<Customer, CustomerEvent> account) =>
        (IReadOnlyList<string>)Entitlements.Refuse(account.State, AccountAction.Withdraw, Noon)!.Facts["missing"];

    private static Customer? AccountOf(ProtectionLevel level) => level switch
    {
        ProtectionLevel.Anonymous => null,
        ProtectionLevel.Restricted => Given().State,
        _ => Protected().State,
    };
}
