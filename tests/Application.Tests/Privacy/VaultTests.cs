using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Xunit;

namespace Marketplace.Application.Tests.Privacy;

public sealed class VaultTests(VaultFixture fixture) : IClassFixture<VaultFixture>
{
    [Fact]
    public async Task S100_a_key_is_the_same_in_every_process_and_gone_once_destroyed()
    {
        var subject = await fixture.SubjectAsync();
        var here = fixture.Vault.Find(subject);
        here.Should().HaveCount(32).And.Equal(fixture.NewVault().Find(subject));

        await fixture.Vault.DestroyAsync(subject);

        fixture.Vault.Find(subject).Should().BeNull();
        fixture.NewVault().Find(subject).Should().BeNull();
        (await fixture.ScalarAsync<byte[]>("select wrapped_key from data_keys where subject_id = $1", subject)).Should().BeNull();
        (await fixture.ScalarAsync<DateTime>("select destroyed_at from data_keys where subject_id = $1", subject))
            .Should().Be(fixture.Clock.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task S100_a_destroyed_key_is_never_made_again()
    {
        var subject = await fixture.SubjectAsync();
        await fixture.Vault.DestroyAsync(subject);
        await fixture.Vault.DestroyAsync(subject);

        var again = () => fixture.NewVault().CreateAsync(subject, CancellationToken.None);

        (await again.Should().ThrowAsync<SubjectErasedException>()).Which.Subject.Should().Be(subject);
    }

    [Fact]
    public async Task Making_a_key_twice_or_at_once_keeps_the_first()
    {
        var subject = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.NewVault().CreateAsync(subject, CancellationToken.None)));
        var key = fixture.NewVault().Find(subject);

        await fixture.Vault.CreateAsync(subject, CancellationToken.None);

        fixture.NewVault().Find(subject).Should().NotBeNull().And.Equal(key);
    }

    [Fact]
    public async Task The_key_is_wrapped_under_the_master_key_and_bound_to_its_subject()
    {
        var (subject, other) = (await fixture.SubjectAsync(), await fixture.SubjectAsync());
        var key = fixture.Vault.Find(subject)!;
        var wrapped = (await fixture.ScalarAsync<byte[]>("select wrapped_key from data_keys where subject_id = $1", subject))!;
        Convert.ToHexString(wrapped).Should().NotContain(Convert.ToHexString(key)[..16]);

        var otherMaster = () => fixture.NewVault(VaultFixture.Some(50)).Find(subject);
        otherMaster.Should().Throw<CryptographicException>().WithMessage("*not wrapped by the master key*");
        var moved = () => VaultFixture.Secrets.MasterKeys().First().Unwrap(other, wrapped);
        moved.Should().Throw<CryptographicException>().WithMessage("*moved to another subject*");
    }

    [Fact]
    public async Task An_erasure_on_another_host_is_seen_here_at_once_when_told_and_soon_when_not()
    {
        var (told, untold) = (await fixture.SubjectAsync(), await fixture.SubjectAsync());
        var elsewhere = fixture.NewVault();
        elsewhere.Find(told).Should().NotBeNull();
        elsewhere.Find(untold).Should().NotBeNull();
        await fixture.Vault.DestroyAsync(told);
        await fixture.Vault.DestroyAsync(untold);

        elsewhere.Forget(told);

        elsewhere.Find(told).Should().BeNull();
        elsewhere.Find(untold).Should().NotBeNull("nobody told this process, and it still remembers");
        fixture.Clock.Advance(new PrivacyOptions().CachedFor);
        elsewhere.Find(untold).Should().BeNull();
    }

    [Fact]
    public async Task Keys_that_were_loaded_together_are_asked_for_one_by_one_no_more()
    {
        var subjects = new List<Guid>();
        for (var i = 0; i < 500; i++) subjects.Add(await fixture.SubjectAsync());
        await fixture.Vault.DestroyAsync(subjects[7]);
        var (counted, unknown) = (new CountingKey(), Guid.NewGuid());
        var vault = fixture.NewVault(master: counted);

        await vault.PreloadAsync([.. subjects, unknown, subjects[0]], CancellationToken.None);

        counted.Unwrapped.Should().Be(499, "the destroyed one has nothing to unwrap");
        vault.Cached.Should().Be(500, "of a subject without a key nothing is remembered: it may be made this very moment");
        await using (var gone = await fixture.HideAsync())
        {
            foreach (var subject in subjects.Where(s => s != subjects[7])) vault.Find(subject).Should().HaveCount(32, "no query is needed, and none would be answered");
            vault.Find(subjects[7]).Should().BeNull();
            await vault.PreloadAsync(subjects, CancellationToken.None);
        }

        counted.Unwrapped.Should().Be(499);
    }

    [Fact]
    public async Task S100_a_key_that_is_destroyed_while_many_are_loaded_does_not_come_back()
    {
        var (here, elsewhere, other) = (await fixture.SubjectAsync(), await fixture.SubjectAsync(), await fixture.SubjectAsync());
        Vault vault = null!;
        // Behind the query and before what it read is remembered, which is when a key is unwrapped.
        vault = fixture.NewVault(master: new CountingKey
        {
            Before = subject =>
            {
                if (subject == here) vault.DestroyAsync(here).GetAwaiter().GetResult();
                if (subject != elsewhere) return;
                fixture.Vault.DestroyAsync(elsewhere).GetAwaiter().GetResult();
                vault.Forget(elsewhere);
            },
        });

        await vault.PreloadAsync([here, elsewhere, other], CancellationToken.None);

        vault.Find(here).Should().BeNull("this process destroyed it");
        vault.Find(elsewhere).Should().BeNull("this process was told of it");
        vault.Find(other).Should().NotBeNull();
    }

    [Fact]
    public async Task S100_a_key_is_remembered_from_when_it_was_read_however_long_the_key_service_takes_for_all()
    {
        var (first, second) = (await fixture.SubjectAsync(), await fixture.SubjectAsync());
        // Nobody tells this process, as if its connection to the vault's news were cut.
        var vault = fixture.NewVault(master: new CountingKey { Before = _ => fixture.Clock.Advance(TimeSpan.FromSeconds(20)) });

        await vault.PreloadAsync([first, second], CancellationToken.None);
        await fixture.Vault.DestroyAsync([first, second]);

        vault.Find(first).Should().BeNull("it was read 40 seconds ago");
        vault.Find(second).Should().BeNull("it was read 40 seconds ago");
    }

    [Fact]
    public async Task The_cache_is_bounded_and_forgets_the_longest_unused()
    {
        var vault = fixture.NewVault(cached: 10);
        var hot = await fixture.SubjectAsync();
        for (var i = 0; i < 40; i++)
        {
            vault.Find(await fixture.SubjectAsync()).Should().NotBeNull();
            vault.Find(hot).Should().NotBeNull();
            vault.Cached.Should().BeLessThanOrEqualTo(10);
        }

        await using (var remove = fixture.Database.Source.CreateCommand("delete from data_keys where subject_id = $1"))
        {
            remove.Parameters.Add(new() { Value = hot });
            await remove.ExecuteNonQueryAsync();
        }

        vault.Find(hot).Should().NotBeNull("what is in use stays remembered without the database");
    }

    [Fact]
    public async Task Preparing_the_vault_again_or_from_several_hosts_changes_nothing()
    {
        var subject = await fixture.SubjectAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fixture.Database.PrepareAsync(CancellationToken.None)));
        fixture.NewVault().Find(subject).Should().NotBeNull();
    }

    /// <summary>A master key that is watched.</summary>
    private sealed class CountingKey : IMasterKey
    {
        private readonly IMasterKey real = VaultFixture.Secrets.MasterKeys().First();

        public int Unwrapped { get; private set; }

        public Action<Guid> Before { get; init; } = _ => { };

        public byte[] CurrentVersion() => real.CurrentVersion();

        public bool Wrapped(ReadOnlySpan<byte> wrapped) => real.Wrapped(wrapped);

        public byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey) => real.Wrap(subject, dataKey);

        public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
        {
            Before(subject);
            Unwrapped++;
            return real.Unwrap(subject, wrapped);
        }
    }
}
