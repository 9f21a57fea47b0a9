using FluentAssertions;
using Marketplace.Application.Privacy;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class NonceTests
{
    [Fact]
    public async Task No_nonce_is_used_twice_on_any_thread()
    {
        var sealer = new Sealer(VaultFixture.Some(1));
        var nonces = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 1_000).Select(_ => Convert.ToHexString(sealer.Seal("p", "v").AsSpan(0, 12))).ToList())));
        nonces.SelectMany(n => n).Should().OnlyHaveUniqueItems();
    }
}
