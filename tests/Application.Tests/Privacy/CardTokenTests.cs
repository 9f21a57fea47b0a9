using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Application.Wallets;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class CardTokenTests
{
    public static TheoryData<object> Commands =>
    [
        new TopUpWallet(Guid.NewGuid(), Guid.NewGuid(), 1, new Secret("tok_canary"), null),
        new PayOrderByCard(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), 1, 0, new Secret("tok_canary"), null),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void S64_a_command_that_is_logged_does_not_tell_the_card(object command) =>
        command.ToString().Should().Contain("CardToken = [secret]").And.NotContain("tok_canary");
}
